import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import type { Digest } from '../../../storage/digest.js';
import { readTextFile } from '../files/text-file.js';
import type { TakeNote } from '../note.js';
import { importsIn } from './imports.js';

/** Instructions that people wrote for agents. */
export interface MemoryFile {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly text: string;
  /** Of the whole file, as it was on disk. */
  readonly digest: Digest;
}

/** How much one reader reads, at most. Instructions have to leave room for the work. */
export interface MemoryBounds {
  /** Bytes of one file. */
  readonly mostBytes: number;
  /** Characters of all files together. */
  readonly mostText: number;
}

export interface MemoryReader {
  /**
   * A memory file and, after it, what it imports, four imports deep. Each file is read once: what was read before is
   * left out. `within` is the directory that neither the file nor its imports may lie outside of; null for the files of
   * the user and of the administrator, who may import what they want.
   */
  read(path: string, within: string | null): Promise<MemoryRead>;
}

export interface MemoryRead {
  /** Whether there is a file, be it one that could not be used. */
  readonly exists: boolean;
  readonly files: readonly MemoryFile[];
}

/** How deep imports are followed, as in Claude Code. */
const MOST_HOPS = 4;

/** `known` are real paths of files that need not be read again. */
export function createMemoryReader(
  home: string,
  bounds: MemoryBounds,
  note: TakeNote,
  known: Iterable<string> = [],
): MemoryReader {
  const read = new Set(known);
  let left = bounds.mostText;

  async function gather(path: string, within: string | null, hops: number): Promise<MemoryRead> {
    const found = await readTextFile(path, { within, mostBytes: bounds.mostBytes });
    if (found.kind === 'absent') return { exists: false, files: [] };
    if (found.kind === 'unfit') {
      note(path, found.reason);
      return { exists: true, files: [] };
    }
    const { kind: _, ...file } = found;
    if (read.has(file.path)) return { exists: true, files: [] }; // also where imports go round in a circle
    read.add(file.path);
    if (file.text.length > left) {
      note(path, `with it, memory would be longer than ${bounds.mostText} characters`);
      return { exists: true, files: [] };
    }
    left -= file.text.length;
    const imported: MemoryFile[] = [];
    for (const mention of importsIn(file.text)) imported.push(...(await follow(mention, file.path, within, hops + 1)));
    return { exists: true, files: [file, ...imported] };
  }

  async function follow(
    mention: string,
    from: string,
    within: string | null,
    hops: number,
  ): Promise<readonly MemoryFile[]> {
    const path = importPath(mention, dirname(from), home);
    if (hops > MOST_HOPS) {
      note(path, `imported by ${from}, more than ${MOST_HOPS} imports deep`);
      return [];
    }
    const { exists, files } = await gather(path, within, hops);
    if (!exists && looksLikePath(mention)) note(path, `imported by ${from}, but it is not there`);
    return files;
  }

  return { read: (path, within) => gather(path, within, 0) };
}

function importPath(mention: string, from: string, home: string): string {
  if (mention.startsWith('~/')) return join(home, mention.slice(2));
  return isAbsolute(mention) ? mention : resolve(from, mention);
}

/** Names of people and packages begin with `@`, too. */
function looksLikePath(mention: string): boolean {
  return /^[.~]?\.?\//.test(mention) || extname(mention) !== '';
}
