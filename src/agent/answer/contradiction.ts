import { isObject, type JsonObject } from './json-object.js';

/** Bounds by the type they hold for: all values of the type are excluded when the first is above the second. */
const BOUNDS: ReadonlyMap<unknown, readonly [string, string]> = new Map([
  ['object', ['minProperties', 'maxProperties']],
  ['array', ['minItems', 'maxItems']],
  ['string', ['minLength', 'maxLength']],
  ['number', ['minimum', 'maximum']],
  ['integer', ['minimum', 'maximum']],
]);

/**
 * Why nothing can ever fit a schema, in words; null when it says nothing of the kind. It finds the slips that
 * schemas are written with, before an agent spends its attempts on them: whether a schema can be met at all is not
 * decidable in general. `at` is where in the answer the schema applies, as a JSON pointer.
 */
export function contradictionIn(schema: JsonObject, at = ''): string | null {
  const [least = '', most = ''] = BOUNDS.get(schema['type']) ?? [];
  if (isAbove(schema[least], schema[most])) return `nothing can fit ${at || 'the root'}: ${least} is above ${most}`;
  if (schema['type'] !== 'object') return null;

  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  for (const name of requiredOf(schema)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const place = `${at}/${name}`;
    if (property === false) return `${place} is required but nothing can fit it`;
    if (property === undefined && isClosed(schema)) return `${place} is required but not among the properties`;
    const deeper = isObject(property) ? contradictionIn(property, place) : null;
    if (deeper !== null) return deeper;
  }
  return null;
}

function requiredOf(schema: JsonObject): readonly string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

/** True when properties that are not named are refused. */
function isClosed(schema: JsonObject): boolean {
  return schema['additionalProperties'] === false && schema['patternProperties'] === undefined;
}

function isAbove(least: unknown, most: unknown): boolean {
  return typeof least === 'number' && typeof most === 'number' && least > most;
}
