import {
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import { unreachable } from '../server/connect-options.js';

/** A connection to a server, to be closed by `close` alone. */
export interface ServerConnection {
  readonly connection: Connection;
  /** Calls in flight fail; none is tried again. */
  close(): Promise<void>;
}

/** Milliseconds by which two timers for the same moment may change places. */
const MARGIN_MS = 50;

/**
 * Connects. Throws SERVER_UNREACHABLE.
 *
 * The SDK tries a call again after a while, and what it then meets on a connection that was closed meanwhile is thrown
 * where nobody catches it. So one that is closed during such a wait, when the server is lost, is kept until it is over.
 */
export async function openConnection(options: ConnectionOptions): Promise<ServerConnection> {
  const retry = defaultGrpcRetryOptions();
  let closed = false;
  /** When the last of the waits is over. */
  let calmFrom = 0;
  const retrying = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !closed && retry.retryableDecider(attempt, status),
    delayFunction(attempt, status) {
      const ms = retry.delayFunction(attempt, status);
      calmFrom = Math.max(calmFrom, performance.now() + ms);
      return ms;
    },
  });
  const connection = await Connection.connect({ interceptors: [retrying], ...options }).catch((cause: unknown) => {
    throw unreachable(options, cause);
  });
  return {
    connection,
    async close() {
      closed = true;
      const ms = calmFrom - performance.now();
      if (ms <= 0) await connection.close();
      else setTimeout(() => void connection.close(), ms + MARGIN_MS);
    },
  };
}
