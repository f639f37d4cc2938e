import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { RunStatus } from '../workflows/events.js';
import {
  ASKS_ATTRIBUTE,
  COST_ATTRIBUTE,
  NAME_ATTRIBUTE,
  PHASE_ATTRIBUTE,
  STATUS_ATTRIBUTE,
} from '../workflows/search-attributes.js';
import type { RunSpec } from '../workflows/spec.js';
import { slugIn } from './run-id.js';

/** A run in a list: what the server can tell of it without asking its workers. */
export interface RunRow {
  readonly run: string;
  /** Of the workflow; where the server does not keep our search attributes, as it stands in the id. */
  readonly name: string;
  /**
   * Where the server does not keep our search attributes, as far as Temporal tells: a `completed` run may then have lost
   * agents, a `failed` one may have been stopped. A run that was terminated is `stopped`.
   */
  readonly status: RunStatus;
  /** Milliseconds since the epoch, as is `endedAt`; null while it goes on. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Dollars, as far as the run has told; null where a part is unknown, or all of it. */
  readonly costUsd: number | null;
  /** The phase the script is in, or was in last; null before it named one. */
  readonly phase: string | null;
  /** Tool calls and questions that wait for a person; null when the server does not know. */
  readonly asks: number | null;
  /** Whether the scripted model answers its agents: its figures are those of a play. */
  readonly offline: boolean;
}

/** What is noted with a run for lists, however long it lasts: of one that was continued Temporal tells its latest part. */
interface RunMemo {
  readonly provider: RunSpec['model']['provider'];
  /** Milliseconds since the epoch, by the clock of whoever started it. */
  readonly startedAt: number;
}

export function memoOf({ model }: RunSpec, now: number): Record<keyof RunMemo, unknown> {
  return { provider: model.provider, startedAt: now } satisfies RunMemo;
}

/** What Temporal says of a run; null when its id is not one of ours. */
export function runRow(info: WorkflowExecutionInfo): RunRow | null {
  const { workflowId: run, startTime, closeTime, typedSearchAttributes: attributes } = info;
  const slug = slugIn(run);
  if (slug === null) return null;
  const memo: Partial<RunMemo> = info.memo ?? {};
  const began = startTime.getTime();
  const isOpen = !closeTime;
  return {
    run,
    name: attributes.get(NAME_ATTRIBUTE) ?? slug,
    status: statusOf(info, attributes.get(STATUS_ATTRIBUTE)),
    startedAt: typeof memo.startedAt === 'number' ? Math.min(memo.startedAt, began) : began,
    endedAt: closeTime?.getTime() ?? null,
    costUsd: attributes.get(COST_ATTRIBUTE) ?? null,
    phase: attributes.get(PHASE_ATTRIBUTE) ?? null,
    offline: memo.provider === 'offline',
    asks: isOpen ? (attributes.get(ASKS_ATTRIBUTE) ?? null) : 0,
  };
}

/** What a run says of itself is trusted as far as Temporal agrees: one that was ended by force could not say so. */
function statusOf({ status: { name } }: WorkflowExecutionInfo, said: string | undefined): RunStatus {
  const [assumed = 'running', ...others] = SAYABLE[name] ?? [];
  return others.find((status) => status === said) ?? assumed;
}

/** By Temporal's status: what is taken for true when the run says nothing, then what else it may say. */
const SAYABLE: Readonly<Record<string, readonly RunStatus[]>> = {
  RUNNING: ['running', 'paused', 'waiting'],
  PAUSED: ['paused'],
  COMPLETED: ['completed', 'completed_with_failures'],
  FAILED: ['failed', 'stopped'],
  CANCELLED: ['stopped'],
  TERMINATED: ['stopped'],
  TIMED_OUT: ['failed'],
};
