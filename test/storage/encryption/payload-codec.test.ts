import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { NO_KEYS, parseKeyring } from '../../../src/storage/encryption/keyring.js';
import { createPayloadCodec } from '../../../src/storage/encryption/payload-codec.js';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const codecWith = (...keys: readonly string[]) => createPayloadCodec(parseKeyring(keys.join(','), 'test'));
const plain = defaultPayloadConverter.toPayload({ text: 'a marker that nobody may read' });

describe('the payload codec', () => {
  it('hides values and what they are, each time in another way', async () => {
    const codec = codecWith(NEW);
    const [one, two] = await codec.encode([plain, plain]);
    expect(Buffer.from(one?.data ?? []).toString('latin1')).not.toMatch(/marker|json/);
    expect(Buffer.from(one?.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
    expect(one?.data).not.toEqual(two?.data);
    expect(
      (await codec.decode([one, two] as Payload[])).map((each) => defaultPayloadConverter.fromPayload(each)),
    ).toEqual([{ text: 'a marker that nobody may read' }, { text: 'a marker that nobody may read' }]);
  });

  it('changes nothing without a key', async () => {
    expect(await createPayloadCodec(NO_KEYS).encode([plain])).toEqual([plain]);
  });

  it('reads values from before there was a key, and those of older keys', async () => {
    const [old] = await codecWith(OLD).encode([plain]);
    const decoded = await codecWith(NEW, OLD).decode([plain, old] as Payload[]);
    expect(decoded.map((each) => defaultPayloadConverter.fromPayload(each))).toEqual(
      Array(2).fill({ text: 'a marker that nobody may read' }),
    );
  });

  it.each([
    ['no key', createPayloadCodec(NO_KEYS), 'no key is'],
    ['another key', codecWith(NEW), 'given: new\\.[0-9a-f]{8}'],
  ])('names the key that is missing when there is %s', async (_what, codec, given) => {
    const encoded = await codecWith(OLD).encode([plain]);
    await expect(codec.decode(encoded)).rejects.toMatchObject({
      code: 'ENCRYPTION_KEY_MISSING',
      message: expect.stringMatching(
        new RegExp(`history is encrypted with the key old\\.[0-9a-f]{8}, which is not given \\(${given}\\)`),
      ),
    });
  });

  it('refuses a value whose data or metadata was changed', async () => {
    const codec = codecWith(NEW);
    const [encoded] = await codec.encode([plain]);
    const metadata = encoded?.metadata;
    const data = encoded?.data ?? new Uint8Array();
    const flipped = Uint8Array.from(data);
    flipped[20] = (flipped[20] ?? 0) ^ 1;
    const changed = [
      { metadata, data: flipped },
      { metadata, data: data.subarray(0, -1) },
      { metadata, data: new Uint8Array() },
      { metadata: { ...metadata, 'encryption-cipher': Buffer.from('none') }, data },
    ];
    for (const payload of changed as Payload[]) {
      await expect(codec.decode([payload])).rejects.toMatchObject({ code: 'PAYLOAD_DAMAGED' });
    }
  });
});
