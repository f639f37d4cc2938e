import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type ExternalStorage, type Payload } from '@temporalio/common';
import { ExternalStorageRunner } from '@temporalio/common/lib/internal-non-workflow/external-storage-runner.js';
import { createDataConverter, type PayloadHandling } from '../../src/storage/payload-offload.js';
import { openStorage } from '../../src/storage/storage.js';
import { tempFolder } from '../support/temp-folder.js';

describe('payload off-load, as the SDK drives it', () => {
  it('carries big values by reference and leaves small ones alone', async () => {
    const storage = openStorage(await tempFolder(), {});
    const values = ['x'.repeat(100_000), { list: Array(2_000).fill('ünï') }, 'small', null];
    const payloads = values.map((value) => defaultPayloadConverter.toPayload(value));
    const stored = await sdkOver(storage).store(payloads);
    expect(stored.slice(0, 2).map((payload) => dataOf(payload).length < 300)).toEqual([true, true]);
    expect(stored.slice(2)).toEqual(payloads.slice(2));
    const retrieved = await sdkOver(storage).retrieve(stored);
    expect(retrieved.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(values);
  });

  it('off-loads from 4 KB on', async () => {
    const storage = openStorage(await tempFolder(), {});
    const payloads = ['x'.repeat(4_000), 'x'.repeat(4_100)].map((text) => defaultPayloadConverter.toPayload(text));
    const stored = await sdkOver(storage).store(payloads);
    expect(stored.map((payload) => dataOf(payload).length < 300)).toEqual([false, true]);
  });

  it('gives equal values equal references, so that a repeated task changes nothing', async () => {
    const storage = openStorage(await tempFolder(), {});
    const store = () => sdkOver(storage).store([defaultPayloadConverter.toPayload('x'.repeat(5_000))]);
    expect(await store()).toEqual(await store());
  });

  it('names the missing blob and the next step', async () => {
    const written = openStorage(await tempFolder(), {});
    const elsewhere = openStorage(await tempFolder(), {});
    const stored = await sdkOver(written).store([defaultPayloadConverter.toPayload('x'.repeat(5_000))]);
    await expect(sdkOver(elsewhere).retrieve(stored)).rejects.toMatchObject({
      code: 'BLOB_MISSING',
      message: expect.stringContaining(elsewhere.root),
    });
  });

  it('names the key that is missing, and not a blob whose name only that key knows', async () => {
    const folder = await tempFolder();
    const keyed = openStorage(folder, { LONGHAUL_ENCRYPTION_KEY: `mine:${Buffer.alloc(32, 1).toString('base64')}` });
    const stored = await sdkOver(keyed).store([defaultPayloadConverter.toPayload('x'.repeat(5_000))]);
    await expect(sdkOver(openStorage(folder, {})).retrieve(stored)).rejects.toMatchObject({
      code: 'ENCRYPTION_KEY_MISSING',
      message: expect.stringMatching(/^stored value [0-9a-f]{12} is encrypted with the key mine\.[0-9a-f]{8}/),
    });
    expect(await sdkOver(keyed).retrieve(stored)).toHaveLength(1);
  });

  it('refuses a reference that is no digest', async () => {
    const storage = openStorage(await tempFolder(), {});
    const [stored] = await sdkOver(storage).store([defaultPayloadConverter.toPayload('x'.repeat(5_000))]);
    const hostile = Buffer.from(
      Buffer.from(dataOf(stored))
        .toString()
        .replace(/[0-9a-f]{64}/, '../../secret'),
    );
    await expect(sdkOver(storage).retrieve([{ ...stored, data: hostile }])).rejects.toMatchObject({
      code: 'BLOB_DIGEST_INVALID',
    });
  });

  it('reports a store that cannot be written', async () => {
    const storage = openStorage('/dev/null/storage', {});
    const payload = defaultPayloadConverter.toPayload('x'.repeat(5_000));
    await expect(sdkOver(storage).store([payload])).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
  });
});

/** The part of the SDK that moves payloads to and from the driver, in clients and workers. */
function sdkOver(handling: PayloadHandling): ExternalStorageRunner {
  return new ExternalStorageRunner(createDataConverter(handling).externalStorage as ExternalStorage);
}

function dataOf(payload: Payload | undefined): Uint8Array {
  return payload?.data ?? new Uint8Array();
}
