import * as z from 'zod';
import { SCHEMAS } from './schemas.js';

/** Folder of the published schemas, from the root of the repository. */
export const FOLDER = 'docs/schemas';

/** The published schemas: text by name of the file. */
export function renderSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, schema]) => [
      `${name}.v1.json`,
      `${JSON.stringify(jsonSchemaOf(name, schema, 'open'), null, 2)}\n`,
    ]),
  );
}

/**
 * The JSON Schema of a document. `open` lets it hold more than is known, as those of later releases may; `closed` does
 * not: for tests, which must not miss a field that nobody has written down.
 */
export function jsonSchemaOf(name: string, schema: z.ZodType, fields: 'open' | 'closed'): object {
  const { $schema, ...rest } = z.toJSONSchema(named(name, schema), {
    io: fields === 'open' ? 'input' : 'output',
    override: ({ jsonSchema }) => {
      // The range of a whole number is the language's, not ours.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { $schema, title: `longhaul/${name}/v1`, ...rest };
}

/** With the field that all documents begin with. */
function named(name: string, schema: z.ZodType): z.ZodType {
  const field = { schema: z.literal(`longhaul/${name}/v1`) };
  if (schema instanceof z.ZodObject) return z.object({ ...field, ...schema.shape });
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((option) => named(name, option as z.ZodType)));
  throw new TypeError(`${name} is neither an object nor one of several`);
}
