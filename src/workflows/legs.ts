import { CancellationScope, proxyActivities, sleep } from '@temporalio/workflow';
import type { LegRequest, LegResult, RunActivities } from './ports.js';
import type { RunSpec } from './spec.js';

/** A leg under way. */
export interface Leg {
  readonly result: Promise<LegResult>;
  /** Asks it to yield (G4). Again does no harm. */
  cancel(): void;
  isCancelled(): boolean;
}

/** What carries agents forward and lets time pass: Temporal, unless a test takes its place. */
export interface Legs {
  start(request: LegRequest): Leg;
  /** Calls `then` in `ms` milliseconds, unless the run has ended by then. */
  after(ms: number, then: () => void): void;
}

/** A leg may work this long without being retried as a whole. Agents of days are many legs. */
const LONGEST_LEG = '30 days';

/** Legs as activities, waits as durable timers. */
export function durableLegs({ run, limits }: RunSpec): Legs {
  const activities = proxyActivities<Pick<RunActivities, 'runAgentLeg'>>({
    startToCloseTimeout: LONGEST_LEG,
    retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
    // The SDK documents this as its default but tries only: the leg would go on beside its successor (G4).
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  });
  // One run cannot starve another, where the server knows fairness. At most 64 bytes: the id's unique end.
  const fairnessKey = run.slice(-26);
  return {
    start(request) {
      const scope = new CancellationScope();
      const options = {
        activityId: `agent-${request.call}-${request.leg}`,
        summary: request.label,
        heartbeatTimeout: limits.heartbeatTimeoutMs,
        priority: { fairnessKey },
      };
      return {
        result: scope.run(() => activities.runAgentLeg.executeWithOptions(options, [request])),
        cancel: () => scope.cancel(),
        isCancelled: () => scope.consideredCancelled,
      };
    },
    after(ms, then) {
      sleep(ms).then(then, () => {}); // rejected when the run was cancelled: it ends
    },
  };
}
