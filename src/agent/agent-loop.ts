// One leg of an agent: asks the model, runs its tools, until there is an outcome or the leg has to yield.
//
// Owns: the order of asking, appending and running. Never: retries (ask.ts), what an entry means (next-step.ts), who may
// write (transcript.ts).
//
// L1  What to do next follows from the transcript alone, so a leg that takes over goes on where its predecessor stopped.
// L2  A reply is in the transcript before anything is done with it (T4).
// L3  A wish to stop is obeyed between turns: before a request, never between a reply and its tools, unless the grace is
//     over; then what is in flight is dropped and the next leg does it again or reports it as interrupted (G4, G5).

import { contextWindowOf, takesSystemMessages } from '../config/models.js';
import type { FailureCode, Json, Outcome } from '../interpreter/outcome.js';
import type { TranscriptLog } from '../storage/transcript-log.js';
import type { LegRequest, LegResult, LegYield, Steering } from '../workflows/ports.js';
import type { Workspace } from '../workspace/workspace.js';
import { type AnswerSchema, compileSchema } from './answer/answer-schema.js';
import { askPatiently } from './ask.js';
import { type Brief, briefOf } from './brief.js';
import { compact, shouldCompact } from './compaction/compaction.js';
import { type TimedStop, withDeadline } from './deadline.js';
import type { Emit } from './events.js';
import type { Gear, Workshop } from './gear/gear.js';
import type { MessageParam, ModelClient, ModelRequest } from './model/model-client.js';
import { barOf, priced, pricedBy } from './spending.js';
import type { Stop } from './stop.js';
import { createSeenFiles } from './tools/seen-files.js';
import { useTools } from './tools/use-tools.js';
import { messagesOf, sightingsOf, spentBy } from './transcript/conversation.js';
import { nextStep, type Step, type UseTools } from './transcript/next-step.js';
import { requestDigest } from './transcript/origin.js';
import { deathsInARow, MOST_DEATHS } from './transcript/poison.js';
import { deliver } from './transcript/steering.js';
import { takeOver } from './transcript/take-over.js';
import {
  LegSuperseded,
  openTranscript,
  placeOf,
  type Transcript,
  type TranscriptEntry,
} from './transcript/transcript.js';

export interface LegDeps {
  readonly model: ModelClient;
  readonly transcripts: TranscriptLog;
  readonly workshop: Workshop;
  /** Temporal's attempt at this leg, from 1. */
  readonly attempt: number;
  readonly stop: Stop;
  readonly emit: Emit;
  /** Awaited when the conversation begins in this run, before anything is asked; may happen twice when a leg dies there. */
  readonly began?: () => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Carries an agent forward. What an agent can meet is an outcome; throws LegSuperseded when a later leg has taken over,
 * and whatever the transcript's storage throws.
 */
export async function runLeg(request: LegRequest, deps: LegDeps): Promise<LegResult> {
  const schema = readSchema(request.options.schema);
  if (schema.kind === 'invalid') return finish([], invalidSchema(schema.message));

  const start = { leg: request.leg, attempt: deps.attempt };
  const origin = { request: requestDigest(request), prompt: request.prompt, began: deps.now() };
  await takeOver(deps.transcripts, request, origin);
  const transcript = await openTranscript(deps.transcripts, placeOf(request), { start, origin });
  if (!transcript) return finish([], FOREIGN);
  if (transcript.isNew) await deps.began?.();
  const { entries } = transcript;
  if (deathsInARow(entries, start) >= MOST_DEATHS) return priced(finish(entries, POISONED), entries, request);

  if (request.messages && nextStep(entries, schema.schema).kind !== 'end') {
    await deliver(request.messages, transcript);
    return priced(giveUpSlot(entries, told(request.messages)), entries, request);
  }

  const { timeoutMs } = request.options;
  const deadline = timeoutMs === undefined ? null : transcript.origin.began + timeoutMs;
  const stop = withDeadline(deps.stop, { at: deadline, now: deps.now });
  try {
    const result = await serve({ request, deps, transcript, schema: schema.schema, deadline, stop });
    return priced(result, entries, request);
  } finally {
    stop.release();
  }
}

/** A leg that owns its transcript. */
interface BareLeg {
  readonly request: LegRequest;
  readonly deps: LegDeps;
  readonly transcript: Transcript;
  readonly schema: AnswerSchema | null;
  /** When the agent's time is over, in milliseconds since the epoch; null for no limit. */
  readonly deadline: number | null;
  readonly stop: TimedStop;
}

interface Leg extends BareLeg {
  readonly gear: Gear;
  readonly brief: Brief;
}

async function serve(bare: BareLeg): Promise<LegResult> {
  const { request, deps, transcript, stop } = bare;
  const opened = await deps.workshop.open(request, { first: transcript.inherited === 0, signal: stop.asked });
  if (opened.kind === 'failed') return finish(transcript.entries, opened.outcome);
  if (opened.kind === 'stopped') return stopped(bare);
  const { gear } = opened;
  const result = await work(bare, gear);
  return result.kind === 'done' ? leave(result, gear.workspace) : result;
}

async function work(bare: BareLeg, gear: Gear): Promise<LegResult> {
  try {
    return await goOn({ ...bare, gear, brief: briefFor(bare, gear) });
  } finally {
    await gear.close();
  }
}

/** What an agent leaves in a worktree of its own is part of its result. */
async function leave(result: Extract<LegResult, { kind: 'done' }>, workspace: Workspace): Promise<LegResult> {
  const left = await workspace.finish();
  return left.kind === 'nothing' ? result : { ...result, kept: { path: left.path, branch: left.branch } };
}

async function goOn(leg: Leg): Promise<LegResult> {
  const { request, transcript, schema, stop } = leg;
  const { entries } = transcript;
  for (;;) {
    const step = nextStep(entries, schema);
    if (step.kind === 'end') return finish(entries, step.outcome);
    if (stop.expired()) return stopped(leg);
    if (request.probe && hasReply(transcript)) return giveUpSlot(entries, { reason: 'probed' });
    const ending = await takeStep(step, leg);
    if (ending) return ending;
  }
}

/** Whether the model has replied in this leg. */
function hasReply({ entries, inherited }: Transcript): boolean {
  return entries.slice(inherited).some(({ kind }) => kind === 'reply');
}

function briefFor(
  { request, deps, schema }: BareLeg,
  { setup, profile, tools, providerTools, workspace }: Gear,
): Brief {
  return briefOf(request, {
    setup,
    profile,
    tools: [...tools.map(({ definition }) => definition), ...providerTools],
    schema,
    directory: workspace.path,
    date: new Date(deps.now()).toISOString().slice(0, 10),
  });
}

/** Gives up the slot, unless the time of the agent is over. */
function stopped({ request, transcript, stop }: BareLeg): LegResult {
  const { entries } = transcript;
  return stop.expired() ? finish(entries, timedOut(request)) : giveUpSlot(entries, { reason: stop.reason() });
}

type OpenStep = Exclude<Step, { readonly kind: 'end' }>;

/** Null when the leg goes on. */
async function takeStep(step: OpenStep, leg: Leg): Promise<LegResult | null> {
  switch (step.kind) {
    case 'ask':
      return takeTurn(leg, 'reply');
    case 'compact':
      return takeTurn(leg, 'summary');
    case 'use-tools':
      return runTools(step, leg);
    case 'remind':
      await leg.transcript.append({ kind: 'reminder', text: step.text });
      return null;
  }
}

/** Asks for the next reply, or first for a summary when the conversation has become too long for one. */
async function takeTurn(leg: Leg, wanted: 'reply' | 'summary'): Promise<LegResult | null> {
  const { request, deps, transcript, brief, stop, deadline } = leg;
  const { entries } = transcript;
  if (stop.asked.aborted) return stopped(leg);
  const spent = pricedBy(entries, request.price);
  const { turns } = spent;
  const { maxTurns } = request.options;
  if (maxTurns !== undefined && turns >= maxTurns) return finish(entries, outOfTurns(maxTurns));
  const bar = barOf(request, spent);
  if (bar === 'limit') return finish(entries, outOfMoney(request));
  if (bar === 'lease') return giveUpSlot(entries, { reason: 'budget' });

  const turn = turns + 1;
  deps.emit({ kind: 'turn-started', turn });
  const messages = messagesOf(request.prompt, entries, takesSystemMessages(request.model.id) ? 'system' : 'user');
  const window = contextWindowOf(request.model.id);
  const ask = (asked: ModelRequest) => askPatiently(asked, { ...deps, stop, retry: request.retry });
  const asked =
    wanted === 'summary' || isTooLong(entries, messages, window)
      ? await compact({ brief, messages, window, ask })
      : await ask({ ...brief, messages });
  switch (asked.kind) {
    case 'failed':
      return finish(entries, asked.outcome, asked.requests);
    case 'yield':
      await transcript.append({ kind: 'yield', reason: asked.why.reason, requests: asked.requests });
      return stop.expired() ? stopped(leg) : giveUpSlot(entries, notBeyond(deadline, asked.why));
    case 'compacted':
      await transcript.append(asked);
      return null;
    case 'reply':
      await transcript.append(asked);
      deps.emit({ kind: 'turn-ended', turn, stopReason: asked.reply.stopReason, usage: spentBy(entries).usage });
      return null;
  }
}

/** Judged by what the last reply used; after a compaction by the first reply that follows. */
function isTooLong(entries: readonly TranscriptEntry[], messages: readonly MessageParam[], window: number): boolean {
  const last = entries.findLast((entry) => entry.kind === 'reply' || entry.kind === 'compacted');
  return last?.kind === 'reply' && shouldCompact(last.reply.usage, messages, window);
}

/** An agent whose time is over before the provider serves it again need not wait for the provider. */
function notBeyond(deadline: number | null, why: LegYield): LegYield {
  return 'until' in why && deadline !== null ? { ...why, until: Math.min(why.until, deadline) } : why;
}

async function runTools(step: UseTools, leg: Leg): Promise<LegResult | null> {
  const { request, deps, transcript, schema, gear, stop } = leg;
  const { entries, inherited, append } = transcript;
  const { onAsk, decisions } = request;
  const { tools } = gear;
  const interrupted = entries.findLastIndex((entry) => entry.kind === 'reply') < inherited;
  try {
    const { permissions, memory, contextOf } = await gear.hands();
    const context = contextOf(stop.dropTools, createSeenFiles(sightingsOf(entries)));
    const bench = { tools, permissions, onAsk, decisions, memory, context, append, emit: deps.emit };
    const asks = await useTools({ ...step, interrupted, schema }, bench);
    return asks.length > 0 ? giveUpSlot(entries, { reason: 'permission', asks }) : null;
  } catch (error) {
    if (!stop.dropTools.aborted || error instanceof LegSuperseded) throw error;
    return stopped(leg);
  }
}

type SchemaOption =
  | { readonly kind: 'ready'; readonly schema: AnswerSchema | null }
  | { readonly kind: 'invalid'; readonly message: string };

/** `null`, `false` and the like stand for no schema, as scripts use them. */
function readSchema(option: Json | undefined): SchemaOption {
  return option ? compileSchema(option) : { kind: 'ready', schema: null };
}

/** `unanswered` requests are not in the transcript, since nothing came of them. */
function finish(entries: readonly TranscriptEntry[], outcome: Outcome, unanswered = 0): LegResult {
  const spent = spentBy(entries);
  return { kind: 'done', outcome, spent: { ...spent, requests: spent.requests + unanswered } };
}

function giveUpSlot(entries: readonly TranscriptEntry[], why: LegYield): LegResult {
  return { kind: 'yielded', why, spent: spentBy(entries) };
}

/** At once: the run knows when its messages have arrived, and the next leg asks with them. */
function told(messages: readonly Steering[]): LegYield {
  return { reason: 'steered', delivered: messages.map(({ id }) => id) };
}

function invalidSchema(message: string): Outcome {
  return { status: 'failed', code: 'SCHEMA_INVALID', message, seen: 'exception' };
}

function lost(code: FailureCode, message: string): Outcome {
  return { status: 'failed', code, message, seen: 'null' };
}

function outOfTurns(maxTurns: number): Outcome {
  return lost('MAX_TURNS', `the agent was not done after ${maxTurns} turns, which is its limit`);
}

function outOfMoney({ options }: LegRequest): Outcome {
  return lost('MAX_USD', `the agent was not done after $${options.maxUsd}, which is its limit`);
}

function timedOut({ options }: LegRequest): Outcome {
  return lost('TIMED_OUT', `the agent was not done after ${options.timeoutMs} ms, which is its limit`);
}

const POISONED = lost(
  'AGENT_POISONED',
  `the agent's worker died ${MOST_DEATHS} times in a row without an answer of the model`,
);

const FOREIGN = lost(
  'TRANSCRIPT_MISMATCH',
  'what is recorded under the number of this agent belongs to another one: the run was reset to a point before it',
);
