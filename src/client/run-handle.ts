import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { LonghaulError } from '../config/errors.js';
import type { RunEvent, Seq } from '../workflows/events.js';
import { type Asked, eventsQuery, type Overview, overviewQuery, pauseUpdate, resumeUpdate, stopUpdate } from '../workflows/messages.js';
import type { RunResult } from '../workflows/run-result.js';
import { temporalError, wrongState } from './temporal-errors.js';

/** Events asked for at once, and milliseconds between two questions while nothing new came. */
const PAGE = 1_000;
const POLL_MS = 200;

/** One run, reached from anywhere. Every method throws LonghaulError: RUN_NOT_FOUND, SERVER_UNREACHABLE, or what it names. */
export interface RunHandle {
  readonly run: string;
  overview(): Promise<Overview>;
  /** What happened, from event `from` on, as it happens; ends with the run. */
  events(from?: Seq): AsyncIterable<RunEvent>;
  /** Waits for the end. RUN_TERMINATED when Temporal was told to end it by force. */
  result(): Promise<RunResult>;
  /** WRONG_STATE when it is paused already. */
  pause(asked: Asked): Promise<void>;
  /** WRONG_STATE when it is not paused. */
  resume(asked: Asked): Promise<void>;
  stop(asked: Asked): Promise<void>;
}

export function runHandle(handle: WorkflowHandle): RunHandle {
  const run = handle.workflowId;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw temporalError(error, run);
    }
  };
  return {
    run,
    overview: () => call(() => handle.query(overviewQuery)),
    events: (from = 0) => follow(handle, from, call),
    result: () => resultOf(handle),
    pause: (asked) => call(() => handle.executeUpdate(pauseUpdate, { args: [asked] }).catch(wrongState(run))),
    resume: (asked) => call(() => handle.executeUpdate(resumeUpdate, { args: [asked] }).catch(wrongState(run))),
    stop: (asked) => call(() => handle.executeUpdate(stopUpdate, { args: [asked] }).catch(wrongState(run))),
  };
}

async function* follow(handle: WorkflowHandle, from: Seq, call: <T>(work: () => Promise<T>) => Promise<T>): AsyncIterable<RunEvent> {
  let next = from;
  for (;;) {
    const page = await call(() => handle.query(eventsQuery, { offset: next, limit: PAGE }));
    yield* page;
    next += page.length;
    if (page.at(-1)?.type === 'ended') return;
    if (page.length < PAGE) await delay(POLL_MS);
  }
}

async function resultOf(handle: WorkflowHandle): Promise<RunResult> {
  const run = handle.workflowId;
  try {
    return (await handle.result()) as RunResult;
  } catch (error) {
    const result = resultInside(error);
    if (result) return result;
    if ((error as { cause?: Error }).cause?.name === 'TerminatedFailure') throw new LonghaulError('RUN_TERMINATED', { run }, { cause: error });
    throw temporalError(error, run);
  }
}

/** A run that failed or was stopped carries its result in the details of its failure. */
function resultInside(error: unknown): RunResult | undefined {
  const { cause } = error as { cause?: { details?: readonly unknown[] } };
  const [details] = cause?.details ?? [];
  return typeof details === 'object' && details !== null && 'status' in details ? (details as RunResult) : undefined;
}
