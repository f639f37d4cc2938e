import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openTrustStore, type TrustStore } from '../../../src/cli/approval/trust-store.js';
import { tempFolder } from '../../support/temp-folder.js';

const AUDIT = { name: 'audit', path: '/work', digest: 'aa' };

let folder = '';
let store: TrustStore;
const file = () => join(folder, 'trusted-workflows.json');

beforeEach(async () => {
  folder = join(await tempFolder(), 'config');
  store = openTrustStore(folder);
});

describe('trust in scripts', () => {
  it('is for one name, in one directory, of one text (T1)', async () => {
    expect(await store.trustIn(AUDIT)).toBe('unknown');
    await store.trust(AUDIT);
    expect(await store.trustIn(AUDIT)).toBe('trusted');
    expect(await store.trustIn({ ...AUDIT, digest: 'bb' })).toBe('changed');
    expect(await store.trustIn({ ...AUDIT, path: '/elsewhere' })).toBe('unknown');
    expect(await store.trustIn({ ...AUDIT, name: 'Audit' })).toBe('unknown');
  });

  it('goes over to the text that was trusted last', async () => {
    await store.trust(AUDIT);
    await store.trust({ ...AUDIT, digest: 'bb' });
    expect(await store.trustIn({ ...AUDIT, digest: 'bb' })).toBe('trusted');
    expect(await store.trustIn(AUDIT)).toBe('changed');
  });

  it('is nobody else to read', async () => {
    await store.trust(AUDIT);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('keeps what others write at the same time (T2)', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `workflow ${index}`);
    await Promise.all(names.map((name) => openTrustStore(folder).trust({ ...AUDIT, name })));
    for (const name of names) expect(await store.trustIn({ ...AUDIT, name })).toBe('trusted');
  });

  it.each([
    ['no JSON', '{"trusted": [', /it is not JSON/],
    ['another shape', '{"trusted": [{"name": "audit"}]}', /does not hold `trusted`/],
    ['a list', '[]', /does not hold `trusted`/],
    ['too much', `{"trusted": []}${' '.repeat(1_100_000)}`, /larger than/],
  ])('a file with %s is refused, and stays as it is (T3)', async (_, text, reason) => {
    await store.trust(AUDIT);
    await writeFile(file(), text);
    const refusal = { code: 'TRUST_UNUSABLE', message: expect.stringMatching(reason) };
    await expect(store.trustIn(AUDIT)).rejects.toMatchObject(refusal);
    await expect(store.trust(AUDIT)).rejects.toMatchObject(refusal);
    expect(await readFile(file(), 'utf8')).toBe(text);
  });

  it('cannot be kept where there is no folder to keep it in, which is said', async () => {
    await writeFile(folder, 'no folder');
    const refusal = { code: 'TRUST_UNUSABLE', message: expect.stringMatching(/not a directory \(ENOTDIR\)/) };
    await expect(store.trustIn(AUDIT)).rejects.toMatchObject(refusal);
    await expect(store.trust(AUDIT)).rejects.toMatchObject(refusal);
  });

  it('forgets the oldest before the file becomes too large to read', async () => {
    const long = (name: string) => ({ ...AUDIT, name: name.repeat(400_000) });
    for (const name of ['a', 'b', 'c']) await store.trust(long(name));
    expect(await store.trustIn(long('a'))).toBe('unknown');
    expect(await store.trustIn(long('b'))).toBe('trusted');
    expect(await store.trustIn(long('c'))).toBe('trusted');
  });
});
