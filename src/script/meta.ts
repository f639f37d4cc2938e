import type { Node, ObjectExpression } from 'acorn';
import { LonghaulError } from '../config/errors.js';
import type { MetaPhase, ScriptMeta } from './compiled-script.js';
import type { Header } from './header.js';
import { keyOf, readLiteral } from './literal.js';
import type { Refuse } from './refusal.js';
import type { ScriptSource } from './source.js';

/** What a script says of itself; null only after a refusal. */
export function readMeta(source: ScriptSource, header: Header | null, refuse: Refuse): ScriptMeta | null {
  if (header === null) {
    refuse(new LonghaulError('SCRIPT_META_MISSING', source.placeAt(0)));
    return null;
  }
  if (!header.first) refuse(new LonghaulError('SCRIPT_META_NOT_FIRST', source.placeAt(header.statement.start)));

  let pure = true;
  const reject = (part: Node, found: string) => {
    pure = false;
    refuse(new LonghaulError('SCRIPT_META_NOT_LITERAL', { ...source.placeAt(part.start), found }));
  };
  const value = readLiteral(header.value, reject);
  if (header.value.type !== 'ObjectExpression') {
    if (pure) reject(header.value, 'a value that is no object');
    return null;
  }
  if (!pure) return null;
  return toMeta(source, header.value, value as Readonly<Record<string, unknown>>, refuse);
}

function toMeta(
  source: ScriptSource,
  literal: ObjectExpression,
  value: Readonly<Record<string, unknown>>,
  refuse: Refuse,
): ScriptMeta | null {
  const { name, description, whenToUse, model, phases } = value;
  for (const field of ['name', 'description'] as const) {
    if (isText(value[field])) continue;
    refuse(new LonghaulError('SCRIPT_META_FIELD', { ...source.placeAt(startOf(literal, field)), field }));
  }
  if (!isText(name) || !isText(description)) return null;
  return {
    name,
    description,
    ...(isText(whenToUse) && { whenToUse }),
    ...(isText(model) && { model }),
    phases: Array.isArray(phases) ? phases.flatMap(toPhase) : [],
  };
}

/** Where a property is written, or the whole literal when it is not. */
function startOf(literal: ObjectExpression, field: string): number {
  const property = literal.properties.find((part) => part.type === 'Property' && keyOf(part) === field);
  return (property ?? literal).start;
}

/** A phase as scripts write it: a title, or an object with one. Anything else is no phase (DIALECT: lenient). */
function toPhase(value: unknown): MetaPhase[] {
  if (isText(value)) return [{ title: value }];
  if (typeof value !== 'object' || value === null) return [];
  const { title, detail, model } = value as Readonly<Record<string, unknown>>;
  if (!isText(title)) return [];
  return [{ title, ...(isText(detail) && { detail }), ...(isText(model) && { model }) }];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
