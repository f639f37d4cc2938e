// The scripts that a person has approved of for good: JSON that people may read, and mend.
//
// T1  Trust is for one name, in one directory, of one text: a changed script is not trusted.
// T2  Of concurrent writers none loses what another has written.
// T3  A file that is not ours to read is never overwritten: it may hold decisions.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { LonghaulError } from '../../config/errors.js';
import { holdingLock } from '../../storage/lock-file.js';
import { systemCode, systemReason } from '../../storage/system-error.js';
import { replaceFile } from '../../storage/temp-file.js';

/** What is trusted (T1). */
export interface Trusted {
  readonly name: string;
  /** The directory it runs in: absolute, without symbolic links. */
  readonly path: string;
  /** Of all text that would run: sha256, hex. */
  readonly digest: string;
}

/** `changed`: another text of that name was trusted in that directory. */
export type Trust = 'trusted' | 'changed' | 'unknown';

export interface TrustStore {
  /** @throws LonghaulError TRUST_UNUSABLE */
  trustIn(script: Trusted): Promise<Trust>;
  /** In the place of what was trusted under that name in that directory. @throws LonghaulError TRUST_UNUSABLE */
  trust(script: Trusted): Promise<void>;
}

/** Of the file; beyond it the oldest decisions are forgotten. */
const MOST_BYTES = 1024 * 1024;

const TrustFile = z.object({
  trusted: z.array(z.object({ name: z.string(), path: z.string(), digest: z.string() })),
});

/** `folder`: Longhaul's folder of settings. */
export function openTrustStore(folder: string): TrustStore {
  const file = join(folder, 'trusted-workflows.json');
  return {
    async trustIn(script) {
      const known = (await readTrusted(file)).find((entry) => isSamePlace(entry, script));
      if (known === undefined) return 'unknown';
      return known.digest === script.digest ? 'trusted' : 'changed';
    },
    async trust(script) {
      try {
        await holdingLock(`${file}.lock`, async () => {
          const others = (await readTrusted(file)).filter((entry) => !isSamePlace(entry, script));
          await replaceFile(file, textOf([...others, script]));
        }); // T2
      } catch (error) {
        const reason = systemReason(error);
        throw reason === undefined ? error : unusable(file, reason, error);
      }
    },
  };
}

function isSamePlace(one: Trusted, other: Trusted): boolean {
  return one.name === other.name && one.path === other.path;
}

/** Without a file nothing is trusted. */
async function readTrusted(file: string): Promise<readonly Trusted[]> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw unusable(file, `it is larger than ${MOST_BYTES} bytes`);
    const read = TrustFile.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (read.success) return read.data.trusted;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    const reason = error instanceof SyntaxError ? 'it is not JSON' : systemReason(error);
    throw reason === undefined ? error : unusable(file, reason, error);
  }
  throw unusable(file, 'it does not hold `trusted`, a list of name, path and digest'); // T3
}

function unusable(file: string, reason: string, cause?: unknown): LonghaulError {
  return new LonghaulError('TRUST_UNUSABLE', { file, reason }, { cause });
}

function textOf(trusted: readonly Trusted[]): string {
  const text = `${JSON.stringify({ trusted }, null, 2)}\n`;
  return Buffer.byteLength(text) > MOST_BYTES && trusted.length > 0 ? textOf(trusted.slice(1)) : text;
}
