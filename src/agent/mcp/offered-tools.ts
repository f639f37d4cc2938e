// What an MCP server says of its tools, made fit for a request to the model.
//
// All of it is hostile: it could make every request of an agent fail, fill the context, or hide words from people.
// O1  Names are those the Messages API takes, and unique.
// O2  Their number and length are bounded.
// O3  A schema that the API might refuse is left out: the server judges the input itself then.

import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod';
import type { Json } from '../../interpreter/outcome.js';
import { isObject, type JsonObject } from '../answer/json-object.js';
import { visibleText } from './visible-text.js';

export interface OfferedTools {
  readonly tools: readonly OfferedTool[];
  /** What was left out, in words that complete "the MCP server …"; hostile text. */
  readonly notes: readonly string[];
}

export interface OfferedTool {
  /** As the model calls it: `mcp__server__tool`. */
  readonly name: string;
  /** As the server calls it. */
  readonly ownName: string;
  readonly description: string;
  /** Of its input; null where the server judges it by itself. */
  readonly schema: JsonObject | null;
  /** The server says that calls change nothing. */
  readonly readOnly: boolean;
}

/** Of one server. */
export const MOST_TOOLS = 128;
/** Longest name the Messages API takes. */
const MOST_NAME_LENGTH = 128;
/** In characters. As in Claude Code. */
const MOST_DESCRIPTION = 2_048;
/** Of one tool, as JSON text. */
const MOST_SCHEMA = 32 * 1024;
const MOST_NOTES = 20;
/** Of all tools of a server, as JSON text: some 50,000 tokens. */
const MOST_SCHEMAS = 192 * 1024;

const tool = z.object({
  name: z.string().min(1).max(1_000),
  description: z.string().catch(''),
  inputSchema: z.unknown().optional(),
  annotations: z.object({ readOnlyHint: z.boolean().catch(false) }).catch({ readOnlyHint: false }),
});

export function offeredTools(server: string, listed: readonly unknown[]): OfferedTools {
  const tools = new Map<string, OfferedTool>();
  const notes: string[] = [];
  let room = MOST_SCHEMAS;
  for (const entry of listed.slice(0, MOST_TOOLS)) {
    const parsed = tool.safeParse(entry);
    if (!parsed.success) {
      notes.push('offers a tool without a name');
      continue;
    }
    const { name: ownName, description, inputSchema, annotations } = parsed.data;
    const name = `mcp__${server}__${ownName.replace(/[^A-Za-z0-9_-]/g, '_')}`;
    if (name.length > MOST_NAME_LENGTH || tools.has(name)) {
      notes.push(`offers a tool that is left out, since its name is too long or taken: ${shown(ownName)}`);
      continue;
    }
    const schema = schemaOf(inputSchema, room);
    if (schema === null) notes.push(`offers a tool whose schema is left out: ${shown(ownName)}`);
    else room -= JSON.stringify(schema).length;
    tools.set(name, {
      name,
      ownName,
      description: visibleText(description).slice(0, MOST_DESCRIPTION),
      schema,
      readOnly: annotations.readOnlyHint,
    });
  }
  if (listed.length > MOST_TOOLS) notes.push(`offers more than ${MOST_TOOLS} tools: the rest is left out`);
  return { tools: [...tools.values()], notes: notes.slice(-MOST_NOTES) };
}

function shown(name: string): string {
  return JSON.stringify(visibleText(name).slice(0, 100));
}

function schemaOf(given: unknown, room: number): JsonObject | null {
  try {
    const text = JSON.stringify(given) ?? '';
    if (text.length > Math.min(MOST_SCHEMA, room)) return null;
    const read = JSON.parse(text || 'null', plainWords) as Json;
    if (!isObject(read)) return null;
    const { $schema: _, ...schema } = read;
    return isTaken(schema) ? schema : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // nested deeper than the stack
    throw error;
  }
}

/** Words for the model are cleaned; values stay as they are, since the server compares them. */
function plainWords(key: string, value: unknown): unknown {
  return (key === 'description' || key === 'title') && typeof value === 'string' ? visibleText(value) : value;
}

/** Properties as the Messages API wants them named. */
const PROPERTY = /^[A-Za-z0-9_.-]{1,64}$/;

/** Whether the Messages API takes it: JSON Schema of 2020-12, without what it refuses in one that is a good one. */
function isTaken(schema: JsonObject): boolean {
  const { type, properties = {} } = schema;
  if (type !== 'object' || !isObject(properties)) return false;
  if ('oneOf' in schema || 'anyOf' in schema || 'allOf' in schema) return false;
  if (!Object.keys(properties).every((name) => PROPERTY.test(name))) return false;
  return refersToItself(schema) && draft().validateSchema(schema) === true;
}

/** No reference leads out of the schema. */
function refersToItself(schema: Json): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const { $ref = '#' } = isObject(schema) ? schema : {};
  const isInside = typeof $ref !== 'string' || $ref.startsWith('#');
  return isInside && Object.values(schema).every(refersToItself);
}

let checker: Ajv2020 | null = null;

/** Made when it is needed: most workers never do. */
function draft(): Ajv2020 {
  checker ??= new Ajv2020({ strict: false, validateFormats: false, logger: false });
  return checker;
}
