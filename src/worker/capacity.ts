import type { Duration } from '@temporalio/common';
import type { NativeConnectionOptions, WorkerOptions } from '@temporalio/worker';

/** Settings of a worker, apart from what it serves. */
export type Capacity = typeof CAPACITY | typeof CAPACITY_ALONE;

/** Of one worker among others, whose share of the agents of a run is left to them. */
export const CAPACITY = {
  /** Agents wait on the network: slots are cheap, and a run may ask for 500 at once. */
  maxConcurrentActivityTaskExecutions: 1_000,
  /** About 0.5 MB each. The SDK's own default looks at the main thread's heap only. */
  maxCachedWorkflows: 300,
  /**
   * As many as the one thread of the runs is to have waiting: a task that waits there uses up its 10 s, and is then done
   * again, which makes the queue longer still; one that waits at the server does not.
   */
  maxConcurrentWorkflowTaskExecutions: 4,
  /** Reserved per workflow task; 1.5 times the throughput of the default 3 (measured). */
  maxEagerActivityReservationsPerWorkflowTask: 64,
  /** Pings are often; what they carry must not lag behind. */
  maxHeartbeatThrottleInterval: '2s',
  /** Longer than the 10 s in which a leg hands over (G4). */
  shutdownGraceTime: '0s',
  shutdownForceTime: '14s',
  /** After a worker died its runs wait this long for it before another may take them. */
  stickyQueueScheduleToStartTimeout: '3s',
  /** Above the gas of one activation on a slow machine: gas ends a runaway script long before. */
  isolateExecutionTimeout: '30s',
} as const satisfies Partial<WorkerOptions> & HiddenOptions;

/** Of a worker that serves alone: it takes as many agents at once as a run may have. */
export const CAPACITY_ALONE = {
  ...CAPACITY,
  maxEagerActivityReservationsPerWorkflowTask: 500,
} as const;

/** What the SDK takes (5 s unless given) and does not declare. */
interface HiddenOptions {
  readonly isolateExecutionTimeout: Duration;
}

/** To a server on the same machine: compressing takes longer there than sending (half a millisecond an agent, measured). */
export const LOOPBACK = { grpcCompression: { codec: 'none' } } as const satisfies NativeConnectionOptions;
