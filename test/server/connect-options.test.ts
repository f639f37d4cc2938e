import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { connectOptions } from '../../src/server/connect-options.js';
import { tempFolder } from '../support/temp-folder.js';

let home: string;
let file: string;

beforeEach(async () => {
  home = await tempFolder();
  file = join(home, 'temporal.toml');
  await writeFile(
    file,
    '[profile.default]\naddress = "default:7233"\n[profile.cloud]\naddress = "cloud:7233"\nnamespace = "mine"\napi_key = "k"\n',
  );
});

describe('where to connect', () => {
  it("is Longhaul's own daemon when nobody names a cluster", async () => {
    await expect(connectOptions({}, { HOME: home })).resolves.toEqual({ kind: 'daemon' });
    await expect(connectOptions({}, { HOME: home, TEMPORAL_NAMESPACE: 'stray' })).resolves.toEqual({ kind: 'daemon' });
  });

  it('is what the flags say, before the environment', async () => {
    const env = { HOME: home, TEMPORAL_ADDRESS: 'env:1', TEMPORAL_NAMESPACE: 'env' };
    await expect(connectOptions({ address: 'flag:1' }, env)).resolves.toMatchObject({
      kind: 'cluster',
      options: { address: 'flag:1' },
      namespace: 'env',
    });
    await expect(connectOptions({ namespace: 'flag' }, { HOME: home })).resolves.toMatchObject({
      options: { address: 'localhost:7233' },
      namespace: 'flag',
    });
  });

  it('is what the environment says, before the profile', async () => {
    const env = { TEMPORAL_ADDRESS: 'env:1', TEMPORAL_CONFIG_FILE: file };
    await expect(connectOptions({}, env)).resolves.toMatchObject({
      options: { address: 'env:1' },
      namespace: 'default',
    });
  });

  it('is the default profile of the file, or the one asked for', async () => {
    const env = { TEMPORAL_CONFIG_FILE: file };
    await expect(connectOptions({}, env)).resolves.toMatchObject({ options: { address: 'default:7233' } });
    const cloud = { options: { address: 'cloud:7233', apiKey: 'k', tls: true }, namespace: 'mine' };
    await expect(connectOptions({ profile: 'cloud' }, env)).resolves.toMatchObject(cloud);
    await expect(connectOptions({}, { ...env, TEMPORAL_PROFILE: 'cloud' })).resolves.toMatchObject(cloud);
  });

  it('is an error when the profile does not exist', async () => {
    await expect(connectOptions({ profile: 'none' }, { TEMPORAL_CONFIG_FILE: file })).rejects.toMatchObject({
      code: 'SERVER_PROFILE_UNUSABLE',
      fields: { reason: expect.stringContaining('none') },
    });
  });
});
