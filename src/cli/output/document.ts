import type { DocumentName, Documents } from './documents.js';

/** The document with the name of its shape as its first field. Within a version fields are only added. */
export function documentOf<N extends DocumentName>(
  name: N,
  content: Documents[N],
): { readonly schema: string } & Documents[N] {
  return { schema: `longhaul/${name}/v1`, ...content };
}

/** The same as text: on one line where it is part of a stream of lines. */
export function documentLine<N extends DocumentName>(name: N, content: Documents[N], form: 'json' | 'jsonl'): string {
  return `${JSON.stringify(documentOf(name, content), null, form === 'json' ? 2 : undefined)}\n`;
}
