import { describe, expect, it } from '@jest/globals';
import { compileSchema } from '../../../src/agent/answer/answer-schema.js';
import { mockValue } from '../../../src/client/dry-run/mock-value.js';
import type { Json } from '../../../src/interpreter/outcome.js';

/** The schema of one property, and the value it gets. */
const TABLE: readonly (readonly [schema: Json, value: Json])[] = [
  [{ type: 'string' }, ''],
  [{ type: 'string', minLength: 3 }, 'xxx'],
  [{ enum: ['b', 'a'] }, 'b'],
  [{ const: { a: 1 } }, { a: 1 }],
  [{ type: 'boolean' }, false],
  [{ type: 'null' }, null],
  [{ type: ['null', 'string'] }, null],
  [{}, ''],
  [true, ''],
  [{ type: 'number' }, 0],
  [{ type: 'integer', minimum: 3 }, 3],
  [{ type: 'integer', minimum: 2.5 }, 3],
  [{ type: 'integer', exclusiveMinimum: 3 }, 4],
  [{ type: 'integer', maximum: -2 }, -2],
  [{ type: 'integer', exclusiveMaximum: -2 }, -3],
  [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
  [{ type: 'number', exclusiveMinimum: 0, maximum: 1 }, 0.5],
  [{ type: 'number', minimum: 5, multipleOf: 4 }, 8],
  [{ type: 'number', maximum: -5, multipleOf: 4 }, -8],
  [{ type: 'array', items: { type: 'string' } }, []],
  [{ type: 'array', minItems: 2, items: { type: 'integer', minimum: 1 } }, [1, 1]],
  [{ type: 'array', minItems: 3, prefixItems: [{ const: 'a' }], items: { const: 'b' } }, ['a', 'b', 'b']],
  [{ type: 'array', contains: { const: 7 } }, [7]],
  [{ items: { type: 'string' } }, []],
  [{ minimum: 2 }, 2],
  [{ type: 'object', properties: { a: { type: 'string' } } }, {}],
  [{ type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['b'] }, { b: '' }],
  [{ properties: { a: { type: 'boolean' } }, minProperties: 1 }, { a: false }],
  [
    { type: 'object', minProperties: 2, additionalProperties: { type: 'number' } },
    { x0: 0, x1: 0 },
  ],
  [{ $ref: '#/$defs/name' }, 'xx'],
  [{ anyOf: [{ type: 'integer', minimum: 9 }, { type: 'string' }] }, 9],
  [{ type: 'object', required: ['a'], oneOf: [{ properties: { a: { const: 1 } } }, { required: ['b'] }] }, { a: 1 }],
  [
    { allOf: [{ required: ['a'] }, { required: ['b'] }], type: 'object' },
    { a: '', b: '' },
  ],
  [{ $ref: '#/$defs/list' }, { next: null }],
];

const DEFS = {
  name: { type: 'string', minLength: 2 },
  list: {
    type: 'object',
    required: ['next'],
    properties: { next: { anyOf: [{ $ref: '#/$defs/list' }, { type: 'null' }] } },
  },
};

const schemaOf = (value: Json): Json => ({
  type: 'object',
  required: ['value'],
  properties: { value },
  $defs: DEFS,
});

describe('a mock value', () => {
  it.each(TABLE)('for %j is %j', (schema, value) => expect(mockValue(schemaOf(schema))).toEqual({ value }));

  it.each(TABLE)('is accepted by its schema: %j', (schema) => {
    const compiled = compileSchema(schemaOf(schema));
    const checked = compiled.kind === 'ready' ? compiled.schema.check(mockValue(schemaOf(schema))) : compiled;
    expect(checked).toMatchObject({ fits: true });
  });

  it.each([
    ['a schema that only leads back to itself', { $ref: '#' }],
    ['an object that needs itself', { type: 'object', required: ['a'], properties: { a: { $ref: '#' } } }],
    ['a reference to nothing', { $ref: '#/$defs/none' }],
    ['a reference to elsewhere', { $ref: 'https://example.com/schema' }],
    ['false', false],
  ])('of %s is null', (_, schema) => expect(mockValue(schema)).toBeNull());

  it('is bounded: doubling definitions, huge lists and long texts end', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `d${i}`,
        { type: 'array', minItems: 2, items: { $ref: `#/$defs/d${i + 1}` } },
      ]),
    );
    expect(mockValue({ $ref: '#/$defs/d0', $defs: doubling })).toBeNull();
    expect(mockValue({ type: 'array', minItems: 1e9, items: { type: 'array', minItems: 1e9 } })).toBeNull();
    expect(mockValue({ type: 'string', minLength: 1e12 })).toHaveLength(10_000);
    expect(mockValue({ type: 'object', minProperties: 1e12 })).toBeNull();
  });
});
