import type { TemporalBinary } from '../binary/resolve.js';

/** All a supervisor is told when it is started, as JSON in its one argument. Holds no secret: any user can read it. */
export interface SupervisorPlan {
  readonly binary: Pick<TemporalBinary, 'path' | 'versions'>;
  readonly database: string;
  readonly storage: string;
  /** File to keep the record in. */
  readonly record: string;
  readonly logs: string;
  /** Folder for the sockets; made when missing. */
  readonly runtime: string;
  /** The worker's main module, and the gateway's. */
  readonly workerMain: string;
  readonly gatewayMain: string;
  readonly longhaul: string;
}

/** What a supervisor says once, as one line of JSON on descriptor REPORT_FD, about its start. */
export type SupervisorReport = { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly reason: string };

export const REPORT_FD = 3;
