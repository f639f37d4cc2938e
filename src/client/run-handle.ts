import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { QueryDefinition, UpdateDefinition } from '@temporalio/common';
import { isLonghaulError, LonghaulError } from '../config/errors.js';
import type { CostReport } from '../workflows/cost-report.js';
import type { RunEvent, Seq } from '../workflows/events.js';
import { whyEnded } from '../workflows/forced-end.js';
import {
  type AskRow,
  type AnswerAsked,
  type ApproveAsked,
  type AskTarget,
  type Asked,
  type AgentTarget,
  agentsQuery,
  answerUpdate,
  approveUpdate,
  asksQuery,
  type ConcurrencyAsked,
  concurrencyUpdate,
  costQuery,
  denyUpdate,
  eventsQuery,
  killUpdate,
  type Overview,
  overviewQuery,
  type Page,
  type PauseAsked,
  pauseUpdate,
  type RaiseAsked,
  raiseUpdate,
  restartUpdate,
  resumeUpdate,
  type SteerAsked,
  skipUpdate,
  steerUpdate,
  stopUpdate,
} from '../workflows/messages.js';
import type { RunResult } from '../workflows/run-result.js';
import type { AgentRow } from '../workflows/state.js';
import { type LiveAgent, liveAgents } from './live-agents.js';
import { isPassing, isRecalling, temporalError, updateFailed } from './temporal-errors.js';

/** Events asked for at once: a run that goes on gives no more than the smaller number. */
const PAGE = 1_000;
const PAGE_OF_ENDED = 100_000;
/** Milliseconds between two questions while nothing new came. */
const POLL_MS = 400;
/** How long `result` bears a server that does not answer, after the SDK's own retries (20 s). */
const PATIENCE_MS = 60_000;
/** How long an end is waited for with one signal. */
const WAIT_MS = 600_000;
/** How long an update may wait for a worker to take it: longer than the 10 s that one which was killed is waited for. */
const UPDATE_WITHIN_MS = 15_000;

/**
 * One run, reached from anywhere. Every method throws LonghaulError: RUN_NOT_FOUND, SERVER_UNREACHABLE, NO_WORKER where a
 * worker has to answer and none does, or what it names.
 */
export interface RunHandle {
  readonly run: string;
  overview(): Promise<Overview>;
  /** Whether it has not ended. Needs no worker. */
  isOpen(): Promise<boolean>;
  /**
   * What happened, from event `from` on, as it happens. Ends with the run, also when its last events can no longer be
   * asked for (it was terminated, no worker is left), with `signal`, and with the client; while workers are away it waits
   * for them.
   */
  events(from?: Seq, signal?: AbortSignal): AsyncIterable<RunEvent>;
  /**
   * Waits for the end; needs no worker. RUN_TERMINATED when Temporal was told to end it by force, WORKFLOW_TASK_FAILING
   * when a worker had to do so; CLIENT_CLOSED.
   */
  result(): Promise<RunResult>;
  /** WRONG_STATE when it is paused already, unless its agents still drain; NO_WORKER when none takes it within 15 s. */
  pause(asked: PauseAsked): Promise<void>;
  /** WRONG_STATE when it is not paused; NO_WORKER. */
  resume(asked: Asked): Promise<void>;
  /** WRONG_STATE for a cap the run has not, or one that is not higher; NO_WORKER. */
  raise(asked: RaiseAsked): Promise<void>;
  /** What it has cost so far, with its dearest agents: at most that many. */
  cost(agents: number): Promise<CostReport>;
  /** Tool calls that wait for a person. */
  asks(): Promise<readonly AskRow[]>;
  /** WRONG_STATE when nobody asks for that, it was decided already, or no rule can permit it for longer; NO_WORKER. */
  approve(target: ApproveAsked): Promise<void>;
  /** Answers the questions of an agent. WRONG_STATE when they are none, or other in number; NO_WORKER. */
  answer(target: AnswerAsked): Promise<void>;
  /** `message` is told to the agent. WRONG_STATE and NO_WORKER as `approve`. */
  deny(target: AskTarget & { readonly message?: string }): Promise<void>;
  /** Agents in the order of their calls. */
  agents(page: Page): Promise<readonly AgentRow[]>;
  /** What agents at work do just now, as far as they have told. Needs no worker. */
  live(): Promise<readonly LiveAgent[]>;
  /** Ends one agent, whatever it does: its call gives null. WRONG_STATE when it has ended; NO_WORKER, as all below. */
  kill(target: AgentTarget): Promise<void>;
  /** The same for one that has not begun: WRONG_STATE when it has. */
  skip(target: AgentTarget): Promise<void>;
  /** One agent begins anew, in a new conversation. WRONG_STATE when it has ended or not begun. */
  restart(target: AgentTarget): Promise<void>;
  /** Tells one agent or all something at their next turn; the event `delivered` follows. WRONG_STATE when it has ended. */
  steer(asked: SteerAsked): Promise<void>;
  /** Agents at work at once, 1 to 500. WRONG_STATE for other numbers. */
  setConcurrency(asked: ConcurrencyAsked): Promise<void>;
  /** WRONG_STATE when it has ended. While no worker answers the server keeps the wish: the run ends when one is back. */
  stop(asked: Asked): Promise<void>;
}

/** `closed` aborts when the client is closed: nothing is waited for any longer. */
export function runHandle(handle: WorkflowHandle, closed: AbortSignal): RunHandle {
  const run = handle.workflowId;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw temporalError(error, run);
    }
  };
  const update = <T extends Asked>(definition: UpdateDefinition<void, [T]>, asked: T): Promise<void> =>
    call(() => whenReady(() => executeUpdate(handle, definition, asked)).catch(updateFailed(run)));
  let waiting: Promise<RunResult> | undefined;
  const result = (): Promise<RunResult> => {
    waiting ??= resultOf(handle, closed);
    return waiting;
  };
  return {
    run,
    overview: () => call(() => ask(handle, overviewQuery)),
    isOpen: async () => (await call(() => handle.describe())).status.name === 'RUNNING',
    events: (from = 0, signal) =>
      follow(handle, from, endOf(result()), signal ? AbortSignal.any([signal, closed]) : closed),
    result,
    pause: (asked) => update(pauseUpdate, asked),
    resume: (asked) => update(resumeUpdate, asked),
    raise: (asked) => update(raiseUpdate, asked),
    cost: (agents) => call(() => ask(handle, costQuery, { agents })),
    asks: () => call(() => ask(handle, asksQuery)),
    approve: (target) => update(approveUpdate, target),
    answer: (target) => update(answerUpdate, target),
    deny: (target) => update(denyUpdate, target),
    agents: (page) => call(() => ask(handle, agentsQuery, page)),
    live: () => call(() => liveAgents(handle)),
    kill: (target) => update(killUpdate, target),
    skip: (target) => update(skipUpdate, target),
    restart: (target) => update(restartUpdate, target),
    steer: (asked) => update(steerUpdate, asked),
    setConcurrency: (asked) => update(concurrencyUpdate, asked),
    async stop(asked) {
      try {
        await update(stopUpdate, asked);
      } catch (error) {
        if (!isLonghaulError(error) || error.code !== 'NO_WORKER') throw error;
        await call(() => handle.cancel()); // the workflow takes it for a stop
      }
    },
  };
}

async function ask<T, Args extends unknown[]>(
  handle: WorkflowHandle,
  definition: QueryDefinition<T, Args>,
  ...args: Args
): Promise<T> {
  try {
    return await whenReady(() => handle.query(definition, ...args));
  } catch (error) {
    if (!isPassing(error)) throw error;
    await handle.describe(); // throws where it is the server that does not answer
    throw new LonghaulError('NO_WORKER', { run: handle.workflowId }, { cause: error });
  }
}

function executeUpdate<T extends Asked>(
  handle: WorkflowHandle,
  definition: UpdateDefinition<void, [T]>,
  asked: T,
): Promise<void> {
  const deadline = Date.now() + UPDATE_WITHIN_MS;
  return handle.client.withDeadline(deadline, () => handle.executeUpdate(definition, { args: [asked] }));
}

/** A run that is being carried on by another Temporal run answers when that is ready. */
async function whenReady<T>(work: () => Promise<T>): Promise<T> {
  const patientUntil = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isRecalling(error) || performance.now() > patientUntil) throw error;
      await delay(POLL_MS);
    }
  }
}

/** Whether the run has ended, and a promise of it that never rejects. */
interface End {
  readonly reached: () => boolean;
  readonly wait: Promise<void>;
}

/** A result that cannot be waited for any longer ends the events, too; `result` says why. */
function endOf(result: Promise<RunResult>): End {
  let reached = false;
  const note = (): void => {
    reached = true;
  };
  return { reached: () => reached, wait: result.then(note, note) };
}

async function* follow(handle: WorkflowHandle, from: Seq, end: End, signal: AbortSignal): AsyncIterable<RunEvent> {
  let next = from;
  for (;;) {
    if (signal.aborted) return;
    const wasOver = end.reached(); // before the question: what is answered after the end is complete
    const page = await eventsAt(handle, next);
    yield* page;
    next += page.length;
    if (page.at(-1)?.type === 'ended') return;
    if (page.length >= PAGE) continue;
    if (wasOver) return;
    await Promise.race([delay(POLL_MS), end.wait]);
  }
}

async function eventsAt(handle: WorkflowHandle, offset: Seq): Promise<readonly RunEvent[]> {
  try {
    return await handle.query(eventsQuery, { offset, limit: PAGE_OF_ENDED });
  } catch (error) {
    if (isPassing(error)) return [];
    throw temporalError(error, handle.workflowId);
  }
}

async function resultOf(handle: WorkflowHandle, closed: AbortSignal): Promise<RunResult> {
  const patientUntil = performance.now() + PATIENCE_MS;
  for (;;) {
    // Temporal's client never lets go of a signal that it was given.
    const signal = AbortSignal.any([closed, AbortSignal.timeout(WAIT_MS)]);
    setMaxListeners(0, signal);
    try {
      return (await handle.client.withAbortSignal(signal, () => handle.result())) as RunResult;
    } catch (error) {
      if (closed.aborted) throw new LonghaulError('CLIENT_CLOSED', {}, { cause: error });
      if (signal.aborted) continue;
      const result = resultInside(error);
      if (result) return result;
      if (!isPassing(error) || performance.now() > patientUntil) throw endError(error, handle.workflowId);
      await delay(POLL_MS);
    }
  }
}

function endError(error: unknown, run: string): unknown {
  const { cause } = error as { cause?: Error };
  if (cause?.name !== 'TerminatedFailure') return temporalError(error, run);
  const why = whyEnded(cause.message);
  if (why === null) return new LonghaulError('RUN_TERMINATED', { run }, { cause: error });
  return new LonghaulError('WORKFLOW_TASK_FAILING', { run, why }, { cause: error });
}

/** A run that failed or was stopped carries its result in the details of its failure. */
function resultInside(error: unknown): RunResult | undefined {
  const { cause } = error as { cause?: { details?: readonly unknown[] } };
  const [details] = cause?.details ?? [];
  return typeof details === 'object' && details !== null && 'status' in details ? (details as RunResult) : undefined;
}
