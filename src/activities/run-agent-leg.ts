import { ApplicationFailure, Context } from '@temporalio/activity';
import { runLeg } from '../agent/agent-loop.js';
import type { Workshop } from '../agent/gear/gear.js';
import type { Models } from '../agent/model/models.js';
import { createStop, type Stop } from '../agent/stop.js';
import { LegSuperseded } from '../agent/transcript/transcript.js';
import { messageOf } from '../config/message-of.js';
import { isLonghaulError } from '../config/errors.js';
import { NO_USAGE } from '../interpreter/outcome.js';
import type { RunArchive } from '../storage/archive/run-archive.js';
import type { TranscriptLog } from '../storage/transcript-log.js';
import type { LegRequest, LegResult, RunActivities } from '../workflows/ports.js';
import { legJournal } from './leg-journal.js';
import { createProgress } from './progress.js';

export interface AgentActivityDeps {
  readonly models: Models;
  readonly transcripts: TranscriptLog;
  readonly archive: RunArchive;
  readonly workshop: Workshop;
}

/** How long a leg that was asked to stop may go on with its turn (G4). */
const GRACE_MS = 10_000;
/** Heartbeats go by a timer, whatever the model does (G3). */
const HEARTBEAT_MS = 2_000;
/** How long an agent waits before a worker is tried again that had no key. */
const RETRY_PROVIDER_MS = 15_000;
/** The attempt from which on a bug of ours fails the call. What a person can mend, such as full storage, is waited for. */
const LAST_ATTEMPT = 5;

export function createAgentActivities(deps: AgentActivityDeps): Pick<RunActivities, 'runAgentLeg'> {
  return {
    async runAgentLeg(request) {
      const context = Context.current();
      try {
        return await serve(request, context, deps);
      } catch (error) {
        throw failureOf(error, context.info.attempt);
      }
    },
  };
}

async function serve(request: LegRequest, context: Context, deps: AgentActivityDeps): Promise<LegResult> {
  const access = await deps.models.clientFor(request.model.provider);
  if (access.kind === 'unavailable') return withoutModel(access.message, Date.now());

  const journal = legJournal(request, deps.archive);
  const progress = createProgress();
  const stop = stopOf(context);
  const heartbeat = setInterval(() => context.heartbeat(progress.details()), heartbeatEvery(context));
  try {
    const result = await runLeg(request, {
      model: access.client,
      transcripts: deps.transcripts,
      workshop: deps.workshop,
      attempt: context.info.attempt,
      stop,
      emit: progress.note,
      began: journal.began,
      now: Date.now,
      random: Math.random,
    });
    await journal.ended(result);
    return result;
  } finally {
    clearInterval(heartbeat);
    stop.release();
  }
}

/** Milliseconds. Three heartbeats fit into the timeout, so that one may be late and one lost. */
function heartbeatEvery({ info }: Context): number {
  return Math.min(HEARTBEAT_MS, (info.heartbeatTimeoutMs ?? Number.POSITIVE_INFINITY) / 3);
}

function stopOf({ cancellationSignal }: Context): Stop {
  const reason = () => messageOf(cancellationSignal.reason);
  return createStop({
    asked: cancellationSignal,
    reason: () => (reason() === 'WORKER_SHUTDOWN' ? 'shutdown' : 'paused'),
    // Nobody waits for a leg that the server has given up, and its successor may be at work already.
    graceMs: () => (reason() === 'NOT_FOUND' || reason() === 'TIMED_OUT' ? 0 : GRACE_MS),
  });
}

/** Not the agent's fault, so no outcome of it: it waits until a worker has what this one lacks. */
function withoutModel(message: string, now: number): LegResult {
  return {
    kind: 'yielded',
    why: { reason: 'no-provider', until: now + RETRY_PROVIDER_MS, message },
    spent: { usage: NO_USAGE, turns: 0, requests: 0, toolCalls: 0 },
  };
}

/** What an agent meets is an outcome: what is thrown is about this worker. */
function failureOf(error: unknown, attempt: number): ApplicationFailure {
  const cause = error instanceof Error ? error : new Error(messageOf(error));
  return ApplicationFailure.create({
    type: cause.name,
    message: cause.message,
    // Temporal ignores what an attempt that it gave up reports: a superseded leg only must not be tried again.
    nonRetryable: cause instanceof LegSuperseded || (attempt >= LAST_ATTEMPT && !isLonghaulError(cause)),
    cause,
  });
}
