import type { ExternalStorage, Payload } from '@temporalio/common';
// What clients and workers move payloads with; the SDK has no public form of it.
import { ExternalStorageRunner } from '@temporalio/common/lib/internal-non-workflow/external-storage-runner.js';
import { isReferencePayload } from '@temporalio/common/lib/internal-non-workflow/extstore-helpers.js';
import proto from '@temporalio/proto';
import { isLonghaulError } from '../config/errors.js';
import { createDataConverter, type PayloadHandling } from './payload-offload.js';

/** A payload as Temporal's tools send it: protobuf's JSON, bytes in base64. */
export type JsonPayload = Readonly<Record<string, unknown>>;

/** What Temporal's tools ask of a remote codec. Payloads come back in their order. */
export interface RemoteCodec {
  /** As a client would send them. */
  encode(payloads: readonly JsonPayload[]): Promise<readonly JsonPayload[]>;
  /**
   * As a worker would read them. One that cannot be read stays as it is, so that the others are seen. `references`
   * says what becomes of those to off-loaded values: all are fetched, or those to long ones stay.
   */
  decode(payloads: readonly JsonPayload[], references: 'fetched' | 'kept-if-long'): Promise<readonly JsonPayload[]>;
  /** What references stand for. Throws what the store throws, and TypeError for what is no reference. */
  download(payloads: readonly JsonPayload[]): Promise<readonly JsonPayload[]>;
}

export function createRemoteCodec(handling: PayloadHandling): RemoteCodec {
  const { codec } = handling;
  const offload = new ExternalStorageRunner(createDataConverter(handling).externalStorage as ExternalStorage);
  const read = async (payload: Payload): Promise<readonly Payload[]> => codec.decode(await offload.retrieve([payload]));

  return {
    async encode(payloads) {
      return (await offload.store(await codec.encode(payloads.map(fromJson)))).map(toJson);
    },

    async decode(payloads, references) {
      const decoded = payloads.map(fromJson).map(async (payload) => {
        if (references === 'kept-if-long' && isReferencePayload(payload) && !isShort(payload)) return [payload];
        return read(payload).catch((error: unknown) => {
          if (isLonghaulError(error)) return [payload];
          throw error;
        });
      });
      return (await Promise.all(decoded)).flat().map(toJson);
    },

    async download(payloads) {
      const given = payloads.map(fromJson);
      if (!given.every(isReferencePayload)) throw new TypeError('a payload is no reference to a stored value');
      return (await Promise.all(given.map(read))).flat().map(toJson);
    },
  };
}

/** What a page can show at once; a longer value is there to be downloaded. */
const SHORT_BYTES = 256 * 1024;

/** By what the reference says of its value. */
function isShort({ externalPayloads }: Payload): boolean {
  const size = externalPayloads?.[0]?.sizeBytes;
  return size !== null && size !== undefined && Number(size) <= SHORT_BYTES;
}

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

function fromJson(payload: JsonPayload): Payload {
  return PayloadMessage.fromObject(payload);
}

function toJson(payload: Payload): JsonPayload {
  return PayloadMessage.toObject(PayloadMessage.fromObject(payload), { bytes: String, longs: String });
}
