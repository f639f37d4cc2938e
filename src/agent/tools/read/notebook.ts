import * as z from 'zod';
import { plainText } from '../plain-text.js';

/** The cells of a Jupyter notebook with their outputs, as text to read; null when `json` is no notebook of format 4. */
export function notebookText(json: string): string | null {
  const parsed = notebook.safeParse(jsonOf(json));
  if (!parsed.success) return null;
  return parsed.data.cells
    .map((cell, index) =>
      [`# Cell ${index + 1}: ${cell.cell_type}`, cell.source, ...cell.outputs.map(shown)].join('\n'),
    )
    .join('\n\n');
}

/** A text may be split into its lines. */
const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

const output = z.discriminatedUnion('output_type', [
  z.object({ output_type: z.literal('stream'), text }),
  z.object({ output_type: z.enum(['display_data', 'execute_result']), data: z.record(z.string(), z.unknown()) }),
  z.object({ output_type: z.literal('error'), ename: z.string(), evalue: z.string(), traceback: z.array(z.string()) }),
]);

const notebook = z.object({
  cells: z.array(
    z.object({
      cell_type: z.string(),
      source: text,
      outputs: z.array(output).default([]),
    }),
  ),
});

function shown(result: z.infer<typeof output>): string {
  switch (result.output_type) {
    case 'stream':
      return `## Output\n${plainText(result.text)}`;
    case 'error':
      return `## Error\n${plainText(result.traceback.join('\n')) || `${result.ename}: ${result.evalue}`}`;
    default:
      return `## Output\n${shownData(result.data)}`;
  }
}

function shownData(data: Readonly<Record<string, unknown>>): string {
  const plain = text.safeParse(data['text/plain']);
  const others = Object.keys(data).filter((type) => type !== 'text/plain');
  return [
    ...(plain.success ? [plainText(plain.data)] : []),
    ...(others.length > 0 ? [`[Not shown: ${others.join(', ')}]`] : []),
  ].join('\n');
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
