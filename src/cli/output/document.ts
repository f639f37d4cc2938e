import type { DocumentName, Documents } from './documents.js';

/**
 * The document with the name of its shape as its first field: on one line where it is part of a stream of lines. Within a
 * version fields are only added.
 */
export function documentLine<N extends DocumentName>(name: N, content: Documents[N], form: 'json' | 'jsonl'): string {
  const document = { schema: `longhaul/${name}/v1`, ...content };
  return `${JSON.stringify(document, null, form === 'json' ? 2 : undefined)}\n`;
}
