import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { collectGarbage } from '../../src/client/collect-garbage.js';
import type { RunRow } from '../../src/client/run-row.js';
import type { RunEnd, RunRecord } from '../../src/storage/archive/run-archive.js';
import { openStorage, type Storage } from '../../src/storage/storage.js';
import { tempFolder } from '../support/temp-folder.js';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const RUN = 'lh-a-01m82gvsbzh526vm55vew7k92j';

let storage: Storage;
beforeEach(async () => {
  storage = openStorage(await tempFolder(), {});
});

/** Puts a value as if it were so many days ago; its digest. */
async function putBefore(days: number, text: string): Promise<string> {
  const digest = await storage.blobs.put(Buffer.from(text));
  const at = new Date(NOW - days * DAY_MS);
  await utimes(join(storage.root, 'blobs', digest.slice(0, 2), digest.slice(2)), at, at);
  return digest;
}

function collect(rows: readonly Partial<RunRow>[], mode: 'look' | 'remove' = 'remove') {
  const list = async function* () {
    yield* rows as readonly RunRow[];
  };
  return collectGarbage({ list, storage: () => Promise.resolve(storage) }, mode, NOW);
}

async function record(spec: object, startedDaysAgo: number, end?: Partial<RunEnd>): Promise<void> {
  const startedAt = NOW - startedDaysAgo * DAY_MS;
  const whole = { run: RUN, script: { text: '' }, setup: null, ...spec };
  await storage.archive.begin({ format: 1, startedAt, spec: whole } as unknown as RunRecord);
  if (end) await storage.archive.end(RUN, end as RunEnd);
}

describe('what is removed from storage', () => {
  it('is what nobody needs and is older than a day', async () => {
    const old = await putBefore(2, 'old');
    const young = await putBefore(0.5, 'young');
    expect(await collect([], 'look')).toEqual({ blobs: 1, bytes: 3 });
    expect(await storage.blobs.has(old)).toBe(true);
    expect(await collect([])).toEqual({ blobs: 1, bytes: 3 });
    expect(await Promise.all([old, young].map((digest) => storage.blobs.has(digest)))).toEqual([false, true]);
    expect(await readdir(join(storage.root, 'blobs', old.slice(0, 2)))).toEqual([]);
  });

  it('is nothing that a record refers to (X1)', async () => {
    const setup = await putBefore(50, 'setup');
    const page = await putBefore(50, 'page');
    await record({ setup, reuse: { from: 'x', pages: [page], rule: 'keyed' } }, 40, { endedAt: 1 });
    const value = 'x'.repeat(70_000);
    const outcome = { status: 'ok', value } as const;
    const line = {
      type: 'result',
      kind: 'agent',
      key: 'k',
      call: 1,
      label: '',
      restarts: 0,
      outcome,
      tokens: 1,
    } as const;
    await storage.archive.append(RUN, [line]);
    await putBefore(50, JSON.stringify(value));
    expect(await collect([])).toMatchObject({ blobs: 0 });
    expect((await storage.archive.journal(RUN)).lines).toEqual([line]);
  });

  it('is nothing that was put since the oldest run began that the server knows, or that may go on (X2)', async () => {
    await putBefore(10, 'of a history');
    expect(await collect([{ run: 'other', startedAt: NOW - 9.5 * DAY_MS, endedAt: NOW }])).toMatchObject({ blobs: 0 });
    await record({}, 9.5);
    expect(await collect([])).toMatchObject({ blobs: 0 });
    // The server says that it has ended, by force.
    expect(await collect([{ run: RUN, startedAt: NOW, endedAt: NOW }])).toMatchObject({ blobs: 1 });
  });

  it('is nothing that was put again meanwhile (Z1)', async () => {
    await putBefore(10, 'again');
    await storage.blobs.put(Buffer.from('again'));
    expect(await collect([])).toMatchObject({ blobs: 0 });
  });
});
