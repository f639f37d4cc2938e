// One leg of an agent: asks the model, runs its tools, until there is an outcome or the leg has to yield.
//
// Owns: the order of asking, appending and running. Never: retries (ask.ts), what an entry means (next-step.ts), who may
// write (transcript.ts).
//
// L1  What to do next follows from the transcript alone, so a leg that takes over goes on where its predecessor stopped.
// L2  A reply is in the transcript before anything is done with it (T4).
// L3  A wish to stop is obeyed between turns: before a request, never between a reply and its tools, unless the grace is
//     over; then what is in flight is dropped and the next leg does it again or reports it as interrupted (G4, G5).

import type { ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { Json, Outcome } from '../interpreter/outcome.js';
import type { TranscriptLog } from '../storage/transcript-log.js';
import type { LegRequest, LegResult, LegYield } from '../workflows/ports.js';
import { type AnswerSchema, compileSchema } from './answer/answer-schema.js';
import { askPatiently } from './ask.js';
import { type Brief, briefOf } from './brief.js';
import type { Emit } from './events.js';
import type { ModelClient } from './model/model-client.js';
import type { Stop } from './stop.js';
import { createSeenFiles } from './tools/seen-files.js';
import type { Tool } from './tools/tool.js';
import { useTools } from './tools/use-tools.js';
import { messagesOf, spentBy } from './transcript/conversation.js';
import { nextStep, type Step } from './transcript/next-step.js';
import { deathsInARow, MOST_DEATHS } from './transcript/poison.js';
import { openTranscript, type Transcript, type TranscriptEntry } from './transcript/transcript.js';

export interface LegDeps {
  readonly model: ModelClient;
  readonly transcripts: TranscriptLog;
  /** All there are; the request may take some away. */
  readonly tools: readonly Tool[];
  /** Temporal's attempt at this leg, from 1. */
  readonly attempt: number;
  readonly stop: Stop;
  readonly emit: Emit;
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
  const transcript = await openTranscript(deps.transcripts, { run: request.run, call: request.call }, start);
  const { entries } = transcript;
  if (deathsInARow(entries, start) >= MOST_DEATHS) return finish(entries, POISONED);

  const leg = openLeg(request, deps, transcript, schema.schema);
  for (;;) {
    const step = nextStep(entries, schema.schema);
    if (step.kind === 'end') return finish(entries, step.outcome);
    const ending = await takeStep(step, leg);
    if (ending) return ending;
  }
}

interface Leg {
  readonly request: LegRequest;
  readonly deps: LegDeps;
  readonly transcript: Transcript;
  readonly schema: AnswerSchema | null;
  readonly tools: readonly Tool[];
  readonly brief: Brief;
}

function openLeg(request: LegRequest, deps: LegDeps, transcript: Transcript, schema: AnswerSchema | null): Leg {
  const taken = new Set(request.options.disallowedTools);
  const tools = deps.tools.filter((tool) => !taken.has(tool.name));
  const date = new Date(deps.now()).toISOString().slice(0, 10);
  return { request, deps, transcript, schema, tools, brief: briefOf(request, tools, schema, date) };
}

type OpenStep = Exclude<Step, { readonly kind: 'end' }>;

/** Null when the leg goes on. */
async function takeStep(step: OpenStep, leg: Leg): Promise<LegResult | null> {
  switch (step.kind) {
    case 'ask':
      return takeTurn(leg);
    case 'use-tools':
      return runTools(step, leg);
    case 'remind':
      await leg.transcript.append({ kind: 'reminder', text: step.text });
      return null;
  }
}

async function takeTurn({ request, deps, transcript, brief }: Leg): Promise<LegResult | null> {
  const { stop, emit } = deps;
  const { entries } = transcript;
  if (stop.asked.aborted) return giveUpSlot(entries, { reason: stop.reason() });

  const turn = spentBy(entries).turns + 1;
  emit({ kind: 'turn-started', turn });
  const asked = await askPatiently(
    { ...brief, messages: messagesOf(request.prompt, entries) },
    { ...deps, retry: request.retry },
  );
  switch (asked.kind) {
    case 'failed':
      return finish(entries, asked.outcome, asked.requests);
    case 'yield':
      await transcript.append({ kind: 'yield', reason: asked.why.reason, requests: asked.requests });
      return giveUpSlot(entries, asked.why);
    case 'reply':
      await transcript.append(asked);
      emit({ kind: 'turn-ended', turn, stopReason: asked.reply.stopReason, usage: spentBy(entries).usage });
      return null;
  }
}

async function runTools(
  step: Extract<Step, { readonly kind: 'use-tools' }>,
  { request, deps, transcript, schema, tools }: Leg,
): Promise<LegResult | null> {
  const { entries, inherited } = transcript;
  const interrupted = entries.findLastIndex((entry) => entry.kind === 'reply') < inherited;
  const context = { workspace: request.workspace, signal: deps.stop.drop, seen: createSeenFiles() };
  let results: readonly ToolResultBlockParam[];
  try {
    results = await useTools({ ...step, interrupted, schema }, tools, context, deps.emit);
  } catch (error) {
    if (!deps.stop.drop.aborted) throw error;
    return giveUpSlot(entries, { reason: deps.stop.reason() });
  }
  await transcript.append({ kind: 'results', results });
  return null;
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

function invalidSchema(message: string): Outcome {
  return { status: 'failed', code: 'SCHEMA_INVALID', message, seen: 'exception' };
}

const POISONED: Outcome = {
  status: 'failed',
  code: 'AGENT_POISONED',
  message: `the agent's worker died ${MOST_DEATHS} times in a row without an answer of the model`,
  seen: 'null',
};
