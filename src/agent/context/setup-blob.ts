import type { BlobStore } from '../../storage/blob-store.js';
import type { Digest } from '../../storage/digest.js';
import type { AgentSetup } from './agent-setup.js';

/** Setups a worker keeps at hand. It serves few runs at once, and most of those of one project share a setup. */
const MOST_KEPT = 16;

/** The setups of runs, as workers need them. */
export interface SetupStore {
  /** Throws what the blob store throws. A failure is not remembered. */
  load(digest: Digest): Promise<AgentSetup>;
}

export function setupBytes(setup: AgentSetup): Uint8Array {
  return Buffer.from(JSON.stringify(setup));
}

/** Only we write such bytes. */
export function setupIn(bytes: Uint8Array): AgentSetup {
  return JSON.parse(Buffer.from(bytes).toString()) as AgentSetup;
}

/** Keeps those that were loaded last. */
export function createSetupStore(blobs: BlobStore): SetupStore {
  const kept = new Map<Digest, Promise<AgentSetup>>();

  function begin(digest: Digest): Promise<AgentSetup> {
    const loading = read(blobs, digest);
    loading.catch(() => kept.delete(digest));
    return loading;
  }

  return {
    load(digest) {
      const setup = kept.get(digest) ?? begin(digest);
      // Put at the end again, so that the first one is always the one not asked for the longest.
      kept.delete(digest);
      kept.set(digest, setup);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return setup;
    },
  };
}

/** Digests come from a run's own record. */
async function read(blobs: BlobStore, digest: Digest): Promise<AgentSetup> {
  return setupIn(await blobs.get(digest));
}
