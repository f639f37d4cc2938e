import {
  type DataConverter,
  ExternalStorage,
  type Payload,
  type PayloadCodec,
  type StorageDriver,
  StorageDriverClaim,
} from '@temporalio/common';
import proto from '@temporalio/proto';
import type { BlobStore } from './blob-store.js';

/** What becomes of values on their way to Temporal: first `codec`, then `blobs`. */
export interface PayloadHandling {
  readonly blobs: BlobStore;
  readonly codec: PayloadCodec;
  /** Id of the key that values are encrypted with; null where they are not. */
  readonly key: string | null;
  /** Throws ENCRYPTION_KEY_MISSING unless there is the key. `what` says for what it is needed. */
  readonly needKey: (id: string, what: string) => void;
}

/** Values of this many bytes or more travel as a reference to a blob; smaller ones stay in the history. */
const OFFLOAD_FROM_BYTES = 4096;

/**
 * The data converter of every client and worker: where there is a key `codec` encrypts values, then big ones go to
 * `blobs`, and the history keeps their digests (DESIGN §4, Big values). All of one cluster must share store and keys.
 * The store encrypts what is encrypted already once more: no blob is an exception to its rules.
 *
 * A blob that cannot be stored or fetched, or a key that is not there, never ends a run. The SDK fails the workflow
 * task or the activity attempt with the error, which says what to do, and Temporal tries again: what is missing may
 * still arrive. The client's calls throw the error, or a ServiceError with it as the cause.
 */
export function createDataConverter(handling: PayloadHandling): DataConverter {
  return {
    payloadCodecs: [handling.codec],
    externalStorage: new ExternalStorage({
      drivers: [createBlobDriver(handling)],
      payloadSizeThreshold: OFFLOAD_FROM_BYTES,
    }),
  };
}

/** Histories name the driver: the same for every kind of store, so that a store can be moved. */
const DRIVER_NAME = 'longhaul-blobs';

function createBlobDriver(handling: PayloadHandling): StorageDriver {
  return {
    name: DRIVER_NAME,
    type: 'longhaul.blobs',
    store: (_context, payloads) => Promise.all(payloads.map((payload) => storePayload(handling, payload))),
    retrieve: (_context, claims) => Promise.all(claims.map((claim) => retrievePayload(handling, claim))),
  };
}

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

async function storePayload({ blobs, key }: PayloadHandling, payload: Payload): Promise<StorageDriverClaim> {
  const sha256 = await blobs.put(PayloadMessage.encode(payload).finish());
  return new StorageDriverClaim(key === null ? { sha256 } : { sha256, key });
}

/** Asked for its key first: without it even the name of the blob is unknown, and it would seem to be missing. */
async function retrievePayload({ blobs, needKey }: PayloadHandling, claim: StorageDriverClaim): Promise<Payload> {
  const { sha256 = '', key } = claim.claimData;
  if (key !== undefined) needKey(key, `stored value ${sha256.slice(0, 12)}`);
  return PayloadMessage.decode(await blobs.get(sha256));
}
