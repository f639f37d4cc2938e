import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { LonghaulError } from '../../config/errors.js';
import { CIPHER, decrypt, encrypt } from './aes-gcm.js';
import { type Key, keyFor, type Keyring } from './keyring.js';

/**
 * Encrypts every payload that goes to Temporal, and decrypts those that come from there. With a keyring without keys it
 * changes nothing, but says which key a payload would need. Payloads from before encryption stay readable.
 *
 * An encrypted payload says in its metadata, which is authenticated, how and with which key it was encrypted.
 *
 * `decode` throws ENCRYPTION_KEY_MISSING and PAYLOAD_DAMAGED.
 */
export function createPayloadCodec(keyring: Keyring): PayloadCodec {
  const { current } = keyring;
  return {
    encode: async (payloads) => (current ? payloads.map((payload) => encoded(payload, current)) : payloads),
    decode: async (payloads) => payloads.map((payload) => decoded(payload, keyring)),
  };
}

/** As in Temporal's own examples, so that its tools know such payloads for what they are. */
const ENCODING = 'binary/encrypted';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

function encoded(payload: Payload, key: Key): Payload {
  const plain = PayloadMessage.encode(payload).finish();
  return {
    metadata: {
      encoding: Buffer.from(ENCODING),
      'encryption-cipher': Buffer.from(CIPHER),
      'encryption-key-id': Buffer.from(key.id),
    },
    data: encrypt(key, plain, bound(key.id)),
  };
}

function decoded(payload: Payload, keyring: Keyring): Payload {
  if (textOf(payload, 'encoding') !== ENCODING) return payload;
  const id = textOf(payload, 'encryption-key-id');
  const key = keyFor(keyring, id, "a value in a run's history");
  const plain = decrypt(key, payload.data ?? new Uint8Array(), bound(id));
  if (plain === null || textOf(payload, 'encryption-cipher') !== CIPHER) {
    throw new LonghaulError('PAYLOAD_DAMAGED', { key: id });
  }
  return PayloadMessage.decode(plain);
}

function textOf(payload: Payload, name: string): string {
  return Buffer.from(payload.metadata?.[name] ?? []).toString();
}

function bound(id: string): Buffer {
  return Buffer.from(['payload', ENCODING, CIPHER, id].join('\n'));
}
