import { readFileSync } from 'node:fs';
import { type AnySchemaObject, Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { FOLDER, jsonSchemaOf } from '../../scripts/schemas/render.js';
import { SCHEMAS } from '../../scripts/schemas/schemas.js';
import type { DocumentName, Documents } from '../../src/cli/output/documents.js';

/**
 * The document that a command has printed. Throws an Error unless it is what the published schema says, and has no field
 * that nobody has written down.
 */
export function documentIn<N extends DocumentName>(text: string, name: N): Documents[N] {
  const document: unknown = JSON.parse(text);
  for (const fields of ['open', 'closed'] as const) {
    const validate = validator(name, fields);
    if (!validate(document)) {
      const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
      throw new Error(`no ${name} (${fields}): ${faults.join('; ')}\n${text.slice(0, 2_000)}`);
    }
  }
  return document as Documents[N];
}

const ajv = new Ajv2020({ allErrors: false });
const validators = new Map<string, ValidateFunction>();

function validator(name: DocumentName, fields: 'open' | 'closed'): ValidateFunction {
  const key = `${name} ${fields}`;
  const known = validators.get(key);
  if (known) return known;
  const made = ajv.compile(fields === 'open' ? published(name) : jsonSchemaOf(name, SCHEMAS[name], 'closed'));
  validators.set(key, made);
  return made;
}

function published(name: DocumentName): AnySchemaObject {
  const file = new URL(`../../${FOLDER}/${name}.v1.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as AnySchemaObject;
}
