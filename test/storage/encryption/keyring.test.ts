import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readKeyring } from '../../../src/storage/encryption/read-keyring.js';
import { tempFolder } from '../../support/temp-folder.js';

const A = Buffer.alloc(32, 0xa7).toString('base64');
const B = Buffer.alloc(32, 0xb6).toString('base64');

describe('the keyring', () => {
  it('is empty when the environment names none', () => {
    expect(readKeyring({})).toEqual({ current: null, keys: [] });
  });

  it('knows keys by name and fingerprint, and encrypts with the first', () => {
    const { current, keys } = readKeyring({ LONGHAUL_ENCRYPTION_KEY: `prod-2:${A}, ${B}` });
    expect(keys.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^prod-2\.[0-9a-f]{8}$/),
      expect.stringMatching(/^[0-9a-f]{8}$/),
    ]);
    expect(current).toBe(keys[0]);
  });

  it('comes from a file of its owner, one key a line', async () => {
    const file = join(await tempFolder(), 'keys');
    await writeFile(file, `new:${A}\nold:${B}\n`, { mode: 0o600 });
    expect(readKeyring({ LONGHAUL_KEYRING_FILE: file }).keys).toHaveLength(2);
    await chmod(file, 0o640);
    expect(() => readKeyring({ LONGHAUL_KEYRING_FILE: file })).toThrow(/others may read or change it; `chmod 600` it/);
    expect(() => readKeyring({ LONGHAUL_KEYRING_FILE: `${file}-not` })).toThrow(
      expect.objectContaining({ code: 'STORAGE_UNREADABLE' }),
    );
  });

  it.each([
    ['nothing', ' , '],
    ['a short key', A.slice(4)],
    ['what is no base64', `${A.slice(0, -4)}!!!=`],
    ['a name that is none', `a b/c:${A}`],
    ['one key twice', `${A},${A}`],
    ['a second key that is cut', `${A},x:${B.slice(0, 20)}`],
  ])('refuses %s, and repeats none of it', (_what, value) => {
    const reading = () => readKeyring({ LONGHAUL_ENCRYPTION_KEY: value });
    expect(reading).toThrow(expect.objectContaining({ code: 'KEYRING_INVALID' }));
    expect(reading).not.toThrow(new RegExp(`${A.slice(4, 12)}|${B.slice(4, 12)}`));
  });

  it('refuses to choose between two sources', () => {
    const env = { LONGHAUL_ENCRYPTION_KEY: A, LONGHAUL_KEYRING_FILE: '/nowhere' };
    expect(() => readKeyring(env)).toThrow(/only one counts/);
  });

  it('shows no key to who prints it', () => {
    const keyring = readKeyring({ LONGHAUL_ENCRYPTION_KEY: A });
    const shown = `${JSON.stringify(keyring)} ${inspect(keyring, { depth: 5, showHidden: true })}`;
    expect(shown).not.toMatch(/a7a7|a7 a7|p6en/i);
  });
});
