/** Bounds on what one script may use. Part of the run's recorded input (I4): a changed default never breaks a replay. */
export interface GuestLimits {
  /** Gas for one guest entry (one settled outcome and the jobs that follow). 1e6 loop iterations cost about 32 M. */
  readonly gasPerEntry: number;
  /** Gas after which the driver yields on a 1 ms timer before it settles the next outcome. */
  readonly gasPerActivation: number;
  readonly heapBytes: number;
  /** Largest single value across the boundary, in UTF-16 code units of its JSON text. */
  readonly valueLength: number;
  /** Calls of every kind the script may issue in all. */
  readonly calls: number;
  /** Largest sum, in UTF-16 code units of JSON text, of what the calls the script waits for hold at a time: prompts, schemas. */
  readonly waitingLength: number;
  /** Lines, and UTF-16 code units of them, the script may log in all. */
  readonly logLines: number;
  readonly logLength: number;
}

export const DEFAULT_GUEST_LIMITS: GuestLimits = {
  gasPerEntry: 100_000_000,
  gasPerActivation: 100_000_000,
  heapBytes: 256 * 1024 * 1024,
  valueLength: 8 * 1024 * 1024,
  calls: 200_000,
  waitingLength: 64 * 1024 * 1024,
  logLines: 50_000,
  logLength: 16 * 1024 * 1024,
};
