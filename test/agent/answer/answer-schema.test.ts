import { describe, expect, it } from '@jest/globals';
import { type AnswerSchema, compileSchema } from '../../../src/agent/answer/answer-schema.js';
import type { Json } from '../../../src/interpreter/outcome.js';

function schemaOf(definition: Json): AnswerSchema {
  const compiled = compileSchema(definition);
  if (compiled.kind === 'invalid') throw new Error(compiled.message);
  return compiled.schema;
}

const O = (properties: Json, more: object = {}): Json => ({ type: 'object', properties, ...more });

describe('a schema that fits', () => {
  it.each<[string, Json, Json]>([
    ['nothing but the type', { type: 'object' }, { a: [1, null, { b: false }] }],
    ['nullable', O({ e: { type: ['string', 'null'] } }), { e: null }],
    ['default is not filled in', O({ e: { type: 'string', default: 'd' } }), {}],
    ['format is not enforced', O({ d: { type: 'string', format: 'date' } }), { d: 'not a date' }],
    ['unknown keywords', O({ e: { type: 'string', example: 'x', 'x-mine': 1 } }), { e: 'y' }],
    ['address of 2020-12', { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }, {}],
    [
      'address of draft 07',
      { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://e.com/s', type: 'object' },
      {},
    ],
    ['address nobody knows', { $schema: 'https://example.com/mine', type: 'object' }, {}],
    ['tuples of 2020-12', O({ a: { type: 'array', prefixItems: [{ type: 'number' }], items: false } }), { a: [1] }],
    ['tuples of older drafts', O({ a: { type: 'array', items: [{ type: 'number' }] } }), { a: [1] }],
    [
      'definitions of both kinds',
      O(
        { a: { $ref: '#/$defs/x' }, b: { $ref: '#/definitions/y' } },
        { $defs: { x: { type: 'number' } }, definitions: { y: { type: 'string' } } },
      ),
      { a: 1, b: '' },
    ],
    ['a pattern that is no Unicode one', O({ a: { type: 'string', pattern: '^\\-x$' } }), { a: '-x' }],
    ['crossed bounds of another type', O({ a: { minItems: 2, maxItems: 1 } }, { required: ['a'] }), { a: 'x' }],
    ['crossed bounds of what is optional', O({ a: { type: 'array', minItems: 2, maxItems: 1 } }), {}],
    [
      'a required property that a pattern allows',
      O({}, { required: ['b'], additionalProperties: false, patternProperties: { b: {} } }),
      { b: 1 },
    ],
    ['recursion', O({ child: { $ref: '#' } }), { child: { child: {} } }],
  ])('%s', (_, definition, value) => {
    expect(schemaOf(definition).check(value)).toEqual({ fits: true, value });
  });

  it('an address used twice is not an error', () => {
    const one = (more: Json) => schemaOf(O({ a: more }, { $id: 'https://example.com/same' }));
    expect(one({ type: 'number' }).check({ a: 1 }).fits).toBe(true);
    expect(one({ type: 'string' }).check({ a: 1 }).fits).toBe(false);
  });
});

describe('a mismatch is named', () => {
  it.each<[Json, Json, string]>([
    [O({ n: { type: 'array' } }), { n: {} }, '/n must be array'],
    [O({}, { required: ['n'] }), {}, "the input must have required property 'n'"],
    [O({ a: { enum: ['x', 'y'] } }), { a: 'z' }, '["x","y"]'],
    [O({ a: { const: 5 } }), { a: 6 }, ': 5'],
    [O({}, { additionalProperties: false }), { b: 1 }, '"b"'],
    [{ type: 'object', dependentRequired: { a: ['b'] } }, { a: 1 }, 'b'],
    [{ type: 'object' }, [], 'the input must be object'],
  ])('%j for %j', (definition, value, words) => {
    expect(schemaOf(definition).check(value)).toEqual({ fits: false, mismatch: expect.stringContaining(words) });
  });

  it('not more of them than help', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`p${n}`, { type: 'number' }]));
    const values = Object.fromEntries(Object.keys(many).map((name) => [name, 'x']));
    expect(schemaOf(O(many)).check(values)).toEqual({ fits: false, mismatch: expect.stringMatching(/; and 40 more$/) });
  });
});

describe('top-level values that came as JSON text', () => {
  const schema = schemaOf(
    O({ list: { type: 'array' }, flag: { type: 'boolean' }, n: { type: 'number' }, text: { type: 'string' } }),
  );

  it('are read where the schema wants it, and only there', () => {
    const value = { list: '[1,2]', flag: 'true', n: '5', text: '5' };
    expect(schema.check(value)).toEqual({ fits: true, value: { list: [1, 2], flag: true, n: 5, text: '5' } });
  });

  it('are left alone when they do not help', () => {
    expect(schema.check({ n: 'five' }).fits).toBe(false);
    expect(schema.check({ n: '[5]' }).fits).toBe(false);
  });

  it('have names that need escaping', () => {
    const odd = schemaOf(O({ 'a/b~c': { type: 'number' }, __proto__x: { type: 'number' } }));
    expect(odd.check({ 'a/b~c': '1' })).toEqual({ fits: true, value: { 'a/b~c': 1 } });
  });
});

describe('a schema nobody could fit', () => {
  it.each<[string, Json]>([
    ['array', { type: 'array', items: {} }],
    ['no type', { properties: { a: {} } }],
    ['empty', {}],
    ['anyOf', { anyOf: [{ type: 'object' }] }],
    ['reference', { $ref: '#/$defs/x', $defs: { x: { type: 'object' } } }],
    ['list of types', { type: ['object', 'null'] }],
    ['JSON text', '{"type":"object"}'],
    ['number', 5],
    ['true', true],
    ['list', []],
  ])('the root must be an object: %s', (_, definition) => {
    expect(compileSchema(definition)).toEqual({
      kind: 'invalid',
      message: expect.stringContaining('must be an object'),
    });
  });

  it.each<[string, Json]>([
    ['a type that does not exist', O({ a: { type: 'strin' } })],
    ['a reference to nowhere', O({ a: { $ref: '#/$defs/none' } })],
    ['a reference to another place', O({ a: { $ref: 'https://example.com/schema' } })],
    ['a pattern that is none', O({ a: { type: 'string', pattern: '(' } })],
    ['properties that are a list', { type: 'object', properties: [] }],
    ['a required property that is not allowed', O({ a: {} }, { required: ['b'], additionalProperties: false })],
    ['a required property that nothing fits', O({ a: false }, { required: ['a'] })],
    ['bounds that cross', { type: 'object', minProperties: 2, maxProperties: 1 }],
    [
      'crossed bounds below',
      O({ a: O({ b: { type: 'array', minItems: 2, maxItems: 1 } }, { required: ['b'] }) }, { required: ['a'] }),
    ],
    ['too long', O({ a: { description: 'x'.repeat(300_000) } })],
  ])('is refused: %s', (_, definition) => {
    expect(compileSchema(definition)).toEqual({ kind: 'invalid', message: expect.stringMatching(/^schema: ./) });
  });
});

describe('a hostile schema', () => {
  it('cannot hold up the worker (A1)', () => {
    const schema = schemaOf(O({ a: { type: 'string', pattern: '^(a+)+$' } }));
    const value = { a: `${'a'.repeat(64)}b` };
    expect(schema.check(value)).toEqual({ fits: false, mismatch: expect.stringContaining('too long') });
    // Not tried again: even what would be quick is refused at once.
    expect(schema.check({ a: 'a' })).toEqual({ fits: false, mismatch: expect.stringContaining('too long') });
  });

  it('that refers to itself for ever is a mismatch, not a crash', () => {
    const endless = schemaOf(O({}, { allOf: [{ $ref: '#' }] }));
    expect(endless.check({})).toMatchObject({ fits: false });
  });

  it('does not reach prototypes', () => {
    const schema = schemaOf(O({ n: { type: 'number' } }));
    expect(schema.check(JSON.parse('{"__proto__":{"polluted":1},"n":"1"}'))).toMatchObject({ fits: true });
    expect({}).not.toHaveProperty('polluted');
  });
});
