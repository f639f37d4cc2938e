import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { type Digest, digestOf } from '../../../storage/digest.js';
import { systemCode } from '../../../storage/system-error.js';
import { isWithin } from '../../../workspace/contain.js';

export type TextFile =
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly digest: Digest }
  | { readonly kind: 'absent' }
  /** `reason` is one line for people. */
  | { readonly kind: 'unfit'; readonly reason: string };

export interface TextBounds {
  /** Directory, without symbolic links, that the file must not lead out of; null where it may lie anywhere. */
  readonly within: string | null;
  readonly mostBytes: number;
}

/**
 * A whole text file, as far as it is one: regular, UTF-8, not larger and not elsewhere than the bounds say. Its path
 * has no symbolic links left. What is wrong with a file is an answer; nothing is thrown for it.
 */
export async function readTextFile(path: string, bounds: TextBounds): Promise<TextFile> {
  if (path.includes('\0')) return ABSENT;
  try {
    const real = await realpath(path);
    if (bounds.within !== null && !isWithin(bounds.within, real)) return unfit(`it lies outside of ${bounds.within}`);
    // Without waiting: opening a pipe would wait for its other end.
    const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await contentOf(file, real, bounds.mostBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return MEANS_ABSENT.has(code) ? ABSENT : unfit(`it cannot be read (${code})`);
  }
}

const ABSENT: TextFile = { kind: 'absent' };

const MEANS_ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

async function contentOf(file: FileHandle, path: string, mostBytes: number): Promise<TextFile> {
  const kind = await file.stat();
  if (!kind.isFile()) return unfit('it is not a regular file');
  if (kind.size > mostBytes) return unfit(`it has ${kind.size} bytes; at most ${mostBytes} are read`);
  const bytes = await file.readFile();
  const text = decoded(bytes);
  return text === null ? unfit('it is not UTF-8 text') : { kind: 'text', path, text, digest: digestOf(bytes) };
}

/** Without a byte-order mark, which the decoder takes away; null for what is no text. */
function decoded(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null; // a TypeError is all the decoder has to say
  }
}

function unfit(reason: string): TextFile {
  return { kind: 'unfit', reason };
}
