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
}

/** Values of this many bytes or more travel as a reference to a blob; smaller ones stay in the history. */
const OFFLOAD_FROM_BYTES = 4096;

/**
 * The data converter of every client and worker: `codec` encrypts values where there is a key, then big ones go to
 * `blobs`, and the history keeps their digests (DESIGN §4, Big values). All of one cluster must share store and keys.
 *
 * A blob that cannot be stored or fetched, or a key that is not there, never ends a run. The SDK fails the workflow task or the activity attempt
 * with the error, which says what to do, and Temporal tries again: a missing blob may still arrive. The
 * client's calls throw the error, or a ServiceError with it as the cause.
 */
export function createDataConverter({ blobs, codec }: PayloadHandling): DataConverter {
  return {
    payloadCodecs: [codec],
    externalStorage: new ExternalStorage({
      drivers: [createBlobDriver(blobs)],
      payloadSizeThreshold: OFFLOAD_FROM_BYTES,
    }),
  };
}

/** Histories name the driver: the same for every kind of store, so that a store can be moved. */
const DRIVER_NAME = 'longhaul-blobs';

function createBlobDriver(blobs: BlobStore): StorageDriver {
  return {
    name: DRIVER_NAME,
    type: 'longhaul.blobs',
    store: (_context, payloads) => Promise.all(payloads.map((payload) => storePayload(blobs, payload))),
    retrieve: (_context, claims) => Promise.all(claims.map((claim) => retrievePayload(blobs, claim))),
  };
}

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

async function storePayload(blobs: BlobStore, payload: Payload): Promise<StorageDriverClaim> {
  const sha256 = await blobs.put(PayloadMessage.encode(payload).finish());
  return new StorageDriverClaim({ sha256 });
}

async function retrievePayload(blobs: BlobStore, claim: StorageDriverClaim): Promise<Payload> {
  return PayloadMessage.decode(await blobs.get(claim.claimData.sha256 ?? ''));
}
