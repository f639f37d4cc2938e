import { digestOf } from '../../../storage/digest.js';
import { systemCode } from '../../../storage/system-error.js';
import type { Sighting } from '../seen-files.js';
import { refused, type ToolContext, type ToolResult } from '../tool.js';
import { contentOf, type Files, noFile } from './files.js';

/** Largest file whose digest is kept, and so the largest that can be changed. */
export const MOST_KNOWN_BYTES = 64 * 1024 * 1024;

/** A file before an agent changes it. */
export type KnownFile =
  /** As the agent last saw it. */
  | { readonly kind: 'known'; readonly content: Buffer; readonly mode: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly result: ToolResult };

/** What stands at the absolute `path`, which the model calls `name`. Throws what the system says. */
export async function openKnown(
  { path, name }: Named,
  { seen, signal }: ToolContext,
  files: Files,
): Promise<KnownFile> {
  const file = await openIfPresent(path, files);
  if (file === null) return { kind: 'absent' };
  if (file.kind !== 'file') return refusal(noFile(name, file));
  try {
    const expected = seen.digestOf(path);
    const content = await contentOf(file, MOST_KNOWN_BYTES, signal);
    if (content === null) return refusal(`${name} is larger than 64 MB, and this tool changes only smaller files.`);
    if (expected === null && content.includes(0)) return refusal(`${name} is not a text file, and is left as it is.`);
    if (expected === null) return refusal(`${name} has not been read yet. Read it first, then change it.`);
    if (digestOf(content) !== expected) {
      return refusal(`${name} has changed since you last saw it. Read it again, then change it.`);
    }
    return { kind: 'known', content, mode: file.mode };
  } finally {
    await file.close();
  }
}

/** A path as the system knows it, and as the model wrote it. */
export interface Named {
  readonly path: string;
  readonly name: string;
}

/** Gives the file its new content; from then on the agent knows it as it is now. */
export async function leaveFile(
  { path, content, mode }: NewContent,
  { seen, signal }: ToolContext,
  files: Files,
): Promise<Sighting> {
  signal.throwIfAborted();
  await files.replace(path, content, mode);
  const sighting = { path, digest: digestOf(content) };
  seen.note(sighting);
  return sighting;
}

export interface NewContent {
  readonly path: string;
  readonly content: Buffer;
  /** Of the file that is replaced; null when there is none. */
  readonly mode: number | null;
}

async function openIfPresent(path: string, files: Files): Promise<Awaited<ReturnType<Files['open']>> | null> {
  try {
    return await files.open(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function refusal(text: string): KnownFile {
  return { kind: 'refused', result: refused(text) };
}
