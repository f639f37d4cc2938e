// Schemas that scripts give to agents, compiled to checks.
//
// A schema is hostile input: it is text of a script, which a model may have written.
// A1  Compiling and checking are bounded in time, whatever the schema (`pattern` can be exponential): a watchdog ends
//     them, and a schema that was too slow once is not tried again.
// A2  A schema can reach nothing outside itself: no file, no address, no other schema.
// A3  The text of a schema and the number of compiled ones kept are bounded.

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { messageOf } from '../../config/message-of.js';
import type { Json } from '../../interpreter/outcome.js';
import { Bounded } from './bounded.js';
import { contradictionIn } from './contradiction.js';
import { isObject, type JsonObject } from './json-object.js';
import { WatchdogBark, watched } from './watchdog.js';

export interface AnswerSchema {
  /** As the script gave it; the model is shown it. */
  readonly definition: JsonObject;
  check(input: Json): Checked;
}

export type Checked =
  /** `value` is the input, with top-level values that came as JSON text read where the schema wants it. */
  { readonly fits: true; readonly value: Json } | { readonly fits: false; readonly mismatch: string };

export type Compiled =
  | { readonly kind: 'ready'; readonly schema: AnswerSchema }
  /** `message` begins with "schema". */
  | { readonly kind: 'invalid'; readonly message: string };

const MOST_SCHEMA_LENGTH = 256 * 1024;
const MOST_SCHEMAS_KEPT = 256;
const COMPILE_MS = 2_000;
const CHECK_MS = 500;
/** Mismatches told to the model at once. */
const MOST_MISMATCHES = 10;

const compiled = new Bounded<string, Compiled>(MOST_SCHEMAS_KEPT);

/** Compiles a schema, or says why no answer could ever be checked by it. Equal schemas are compiled once. */
export function compileSchema(definition: Json): Compiled {
  const text = JSON.stringify(definition);
  return compiled.get(text, () => compile(definition, text));
}

function compile(definition: Json, text: string): Compiled {
  if (!isObject(definition) || definition['type'] !== 'object') {
    return invalid("the root must be an object: { type: 'object', … }");
  }
  if (text.length > MOST_SCHEMA_LENGTH) {
    return invalid(`it is ${text.length} characters long; the limit is ${MOST_SCHEMA_LENGTH}`);
  }
  const contradiction = contradictionIn(definition);
  if (contradiction !== null) return invalid(contradiction);
  try {
    const validate = watched(COMPILE_MS, () => compileIn(dialectsOf(definition), definition));
    return { kind: 'ready', schema: { definition, check: checkWith(validate) } };
  } catch (error) {
    return invalid(error instanceof WatchdogBark ? 'it takes too long to compile' : messageOf(error));
  }
}

const OPTIONS: Options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  logger: false,
  code: { regExp: Object.assign(lenientRegExp, { code: 'new RegExp' }) },
};

type Dialect = 'draft-07' | '2020-12';

/** In order of trial. Undated schemas are read as 2020-12; those that only an older draft allows still work. */
function dialectsOf(definition: JsonObject): readonly Dialect[] {
  return /draft-0[0-9]/.test(String(definition['$schema'])) ? ['draft-07'] : ['2020-12', 'draft-07'];
}

function compileIn(dialects: readonly Dialect[], definition: JsonObject): ValidateFunction {
  const [dialect, ...others] = dialects;
  // A fresh instance knows no other schema (A2) and can be forgotten with its result (A3). `$schema` has done its work.
  const { $schema: _, ...schema } = definition;
  try {
    return (dialect === '2020-12' ? new Ajv2020(OPTIONS) : new Ajv(OPTIONS)).compile(schema);
  } catch (error) {
    if (others.length === 0 || error instanceof WatchdogBark) throw error;
    try {
      return compileIn(others, definition);
    } catch {
      throw error; // The complaint of the dialect tried first is the one that helps.
    }
  }
}

/** Patterns are Unicode ones by the standard; those that only work without the flag are taken too. */
function lenientRegExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}

function checkWith(validate: ValidateFunction): (input: Json) => Checked {
  let tooSlow = false;
  const mismatches = (input: Json): readonly ErrorObject[] =>
    watched(CHECK_MS, () => (validate(input) ? [] : [...(validate.errors ?? [])]));

  return (input) => {
    if (tooSlow) return { fits: false, mismatch: TOO_SLOW };
    try {
      const errors = mismatches(input);
      if (errors.length === 0) return { fits: true, value: input };
      const read = readJsonTexts(input, errors);
      if (read === null) return { fits: false, mismatch: wordsOf(errors) };
      const remaining = mismatches(read);
      return remaining.length === 0 ? { fits: true, value: read } : { fits: false, mismatch: wordsOf(remaining) };
    } catch (error) {
      tooSlow = error instanceof WatchdogBark;
      return { fits: false, mismatch: tooSlow ? TOO_SLOW : `the schema cannot be applied: ${messageOf(error)}` };
    }
  };
}

const TOO_SLOW = 'the schema takes too long to check (look at its patterns)';

/** Models sometimes write a list, number or truth value as text. Null when no refused property can be read so. */
function readJsonTexts(input: Json, errors: readonly ErrorObject[]): Json | null {
  if (!isObject(input)) return null;
  const refused = new Set(errors.map((error) => unescaped(error.instancePath.split('/')[1] ?? '')));
  const readable = Object.entries(input).flatMap(([name, value]) => {
    const read = typeof value === 'string' && refused.has(name) ? parsed(value) : undefined;
    return read === undefined ? [] : [[name, read] as const];
  });
  return readable.length === 0 ? null : Object.fromEntries([...Object.entries(input), ...readable]);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A segment of a JSON pointer (RFC 6901) as the name it stands for. */
function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function wordsOf(errors: readonly ErrorObject[]): string {
  const shown = errors
    .slice(0, MOST_MISMATCHES)
    .map((error) => `${error.instancePath || 'the input'} ${saying(error)}`);
  const more = errors.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function saying({ keyword, message = 'does not fit', params }: ErrorObject): string {
  if (keyword === 'enum') return `${message}: ${JSON.stringify(params['allowedValues'])}`;
  if (keyword === 'const') return `${message}: ${JSON.stringify(params['allowedValue'])}`;
  if (keyword === 'additionalProperties') return `${message}: ${JSON.stringify(params['additionalProperty'])}`;
  return message;
}

function invalid(why: string): Compiled {
  return { kind: 'invalid', message: `schema: ${why}` };
}
