// The smallest plain value a JSON Schema lets pass, for agents that nobody asked.
//
// V1  Always ends: a `$ref` is not followed into itself, and at most MOST_PARTS parts are made.
// V2  What no keyword asks for stays out: no optional property, no spare item, no character more than the least.
// V3  `pattern`, `not`, `if`, `dependent…` and `uniqueItems` are not solved: such a value may miss its schema.

import { isObject, type JsonObject } from '../../agent/answer/json-object.js';
import type { Json } from '../../interpreter/outcome.js';

/** A value for the schema; null where none can be found. Same schema, same value. */
export function mockValue(schema: Json): Json {
  return new Maker(schema).make(schema, []) ?? null;
}

/** Parts one value may have. A schema that asks for more gets null in their place (V1). */
const MOST_PARTS = 10_000;

class Maker {
  private readonly root: Json;
  private parts = 0;

  constructor(root: Json) {
    this.root = root;
  }

  /** `via`: the references followed on the way here. Undefined: no value that ends. */
  make(schema: Json | undefined, via: readonly string[]): Json | undefined {
    if (++this.parts > MOST_PARTS) return undefined; // V1
    if (!isObject(schema)) return schema === false ? undefined : '';
    if (schema.const !== undefined) return schema.const;
    if (isList(schema.enum)) return schema.enum[0];
    if (typeof schema.$ref === 'string') return this.follow(schema.$ref, schema, via);
    if (isList(schema.allOf)) return this.make(schema.allOf.reduce(merged, without(schema, 'allOf')), via);
    for (const choice of ['anyOf', 'oneOf']) {
      const branches = schema[choice];
      if (isList(branches)) return this.makeFirst(branches, without(schema, choice), via);
    }
    return this.makeOf(typeOf(schema), schema, via);
  }

  private follow(ref: string, schema: JsonObject, via: readonly string[]): Json | undefined {
    if (via.includes(ref)) return undefined;
    const target = targetOf(this.root, ref);
    return target === undefined ? undefined : this.make(merged(without(schema, '$ref'), target), [...via, ref]);
  }

  /** The first branch that has a value: one that only leads back to itself has none. */
  private makeFirst(branches: readonly Json[], rest: JsonObject, via: readonly string[]): Json | undefined {
    for (const branch of branches) {
      const value = this.make(merged(rest, branch), via);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private makeOf(type: Json, schema: JsonObject, via: readonly string[]): Json | undefined {
    switch (type) {
      case 'object':
        return this.makeObject(schema, via);
      case 'array':
        return this.makeArray(schema, via);
      case 'number':
      case 'integer':
        return numberOf(schema, type === 'integer' ? 1 : undefined);
      case 'boolean':
        return false;
      case 'null':
        return null;
      default:
        return 'x'.repeat(Math.min(numberIn(schema, 'minLength') ?? 0, MOST_PARTS));
    }
  }

  private makeObject(schema: JsonObject, via: readonly string[]): Json | undefined {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = isList(schema.required) ? schema.required.map(String) : [];
    const least = numberIn(schema, 'minProperties') ?? 0;
    const names = new Set(required);
    const spare = [
      ...Object.keys(properties),
      ...Array.from({ length: Math.min(least, MOST_PARTS) }, (_, i) => `x${i}`),
    ];
    for (const name of spare) if (names.size < least) names.add(name);

    const entries: [string, Json][] = [];
    for (const name of names) {
      const known = Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties;
      const value = this.make(known ?? true, via);
      if (value === undefined) return undefined;
      entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  }

  private makeArray(schema: JsonObject, via: readonly string[]): Json | undefined {
    const places = [schema.prefixItems, schema.items].find(isList) ?? [];
    const rest = isObject(schema.items) ? schema.items : true;
    const wanted = schema.contains === undefined ? 0 : (numberIn(schema, 'minContains') ?? 1);
    const length = Math.min(Math.max(numberIn(schema, 'minItems') ?? 0, wanted), MOST_PARTS);
    const items: Json[] = [];
    for (let i = 0; i < length; i++) {
      const value = this.make(i < wanted ? schema.contains : (places[i] ?? rest), via);
      if (value === undefined) return undefined;
      items.push(value);
    }
    return items;
  }
}

/** The number nearest to 0 at or above the lower bound, and not above the upper one. */
function numberOf(schema: JsonObject, least: number | undefined): number {
  const step = numberIn(schema, 'multipleOf') ?? least;
  const above = numberIn(schema, 'exclusiveMinimum');
  const below = numberIn(schema, 'exclusiveMaximum');
  const highest = numberIn(schema, 'maximum') ?? Number.POSITIVE_INFINITY;
  const lowest = numberIn(schema, 'minimum') ?? Number.NEGATIVE_INFINITY;
  const from =
    above === undefined || above < lowest ? lowest : justAbove(above, Math.min(below ?? highest, highest), step);
  const to = below === undefined || below > highest ? highest : justBelow(below, Math.max(lowest, from), step);
  if (from > Number.NEGATIVE_INFINITY) return step === undefined ? from : Math.ceil(from / step) * step;
  const up = Math.min(0, to);
  return step === undefined ? up : Math.floor(up / step) * step;
}

/** By one step, or halfway to the other end where one is nearer than 1. */
function justAbove(bound: number, end: number, step: number | undefined): number {
  if (step !== undefined) return (Math.floor(bound / step) + 1) * step;
  return end - bound > 1 ? bound + 1 : (bound + end) / 2;
}

function justBelow(bound: number, end: number, step: number | undefined): number {
  return -justAbove(-bound, -end, step);
}

/** What the schema says it is, else what its keywords are about, else a string. */
function typeOf(schema: JsonObject): Json {
  if (isList(schema.type)) return schema.type[0] ?? 'string';
  if (schema.type !== undefined) return schema.type;
  const told = Object.entries(TELLING).find(([, keywords]) => keywords.some((keyword) => keyword in schema));
  return told?.[0] ?? 'string';
}

const TELLING: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'minProperties', 'additionalProperties'],
  array: ['items', 'prefixItems', 'minItems', 'contains'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

/** Both schemas as one. Properties and required names add up; elsewhere the second has the last word. */
function merged(first: Json, second: Json): JsonObject {
  const [a, b] = [isObject(first) ? first : {}, isObject(second) ? second : {}];
  return {
    ...a,
    ...b,
    ...(isObject(a.properties) && isObject(b.properties) && { properties: { ...a.properties, ...b.properties } }),
    ...(isList(a.required) && isList(b.required) && { required: [...a.required, ...b.required] }),
  };
}

function without(schema: JsonObject, keyword: string): JsonObject {
  const { [keyword]: _, ...rest } = schema;
  return rest;
}

/** What a reference inside the document points at (RFC 6901); undefined for any other. */
function targetOf(root: Json, ref: string): Json | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  let at: Json | undefined = root;
  for (const segment of ref.slice(2).split('/')) {
    const name = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : isList(at) ? at[Number(name)] : undefined;
  }
  return at;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function numberIn(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}
