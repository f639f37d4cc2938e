// The connection to the server, which comes and goes.
//
// N1  There is one connection at a time; whoever works with one that is lost is told by its signal.
// N2  A lost connection is opened again until it is there, or the dashboard is left.

import type { LonghaulClient } from '../../../client/longhaul-client.js';
import { pause } from './poll.js';

export interface Connection {
  readonly client: LonghaulClient;
  /** Aborts when the connection is lost or the dashboard is left. */
  readonly lost: AbortSignal;
}

export interface LinkOptions {
  /** Opens another client; throws while that does not go. */
  readonly open: () => Promise<LonghaulClient>;
  /** Told since when the connection is lost (milliseconds since the epoch), and, by null, that it is there again. */
  readonly changed: (lostSince: number | null) => void;
  /** Aborts when the dashboard is left. */
  readonly left: AbortSignal;
}

/** After this time a client has ended its own attempts to be heard, in milliseconds. */
const GIVES_UP_AFTER_MS = 60_000;
/** Between two attempts, in milliseconds. */
const RETRY_MS = 1_000;

export class Link {
  readonly #options: LinkOptions;
  #current: Promise<Connection>;
  #losing = new AbortController();
  #isLost = false;

  constructor(client: LonghaulClient, options: LinkOptions) {
    this.#options = options;
    this.#current = Promise.resolve(this.#connection(client));
  }

  /** The connection, as soon as there is one; never when the dashboard is left before. */
  get(): Promise<Connection> {
    return this.#current;
  }

  /** Somebody has found out that this connection is lost, and since when. */
  lose({ client, lost }: Connection, since: number): void {
    if (lost.aborted || this.#isLost) return;
    this.#isLost = true;
    this.#losing.abort();
    this.#options.changed(since);
    this.#current = this.#reopen();
    // Not at once: Temporal's client throws, where nobody can catch it, when it tries a call again after it was closed.
    setTimeout(() => void client.close().catch(() => undefined), GIVES_UP_AFTER_MS).unref();
  }

  async close(): Promise<void> {
    if (!this.#isLost) await (await this.#current).client.close();
  }

  async #reopen(): Promise<Connection> {
    const { open, left, changed } = this.#options;
    for (;;) {
      await pause(RETRY_MS, left);
      if (left.aborted) return new Promise(() => undefined);
      const client = await open().catch(() => null);
      if (!client) continue;
      this.#isLost = false;
      changed(null);
      return this.#connection(client);
    }
  }

  #connection(client: LonghaulClient): Connection {
    this.#losing = new AbortController();
    return { client, lost: AbortSignal.any([this.#losing.signal, this.#options.left]) };
  }
}
