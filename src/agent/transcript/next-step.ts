import type { FailureCode, Outcome } from '../../interpreter/outcome.js';
import type { AnswerSchema } from '../answer/answer-schema.js';
import { checkCall, isStructuredOutput, MOST_MISFITS, STRUCTURED_OUTPUT } from '../answer/structured-output.js';
import type { Reply } from '../model/model-client.js';
import { WINDOW_FULL } from './conversation.js';
import { callsOf, cutOffCall, type OpenCalls, openCallsOf } from './open-calls.js';
import type { TranscriptEntry } from './transcript.js';

/** What an agent does next. */
export type Step =
  | { readonly kind: 'ask' }
  /** The conversation has to become shorter before the model is asked again. */
  | { readonly kind: 'compact' }
  | UseTools
  | { readonly kind: 'remind'; readonly text: string }
  | { readonly kind: 'end'; readonly outcome: Outcome };

export interface UseTools extends OpenCalls {
  readonly kind: 'use-tools';
  readonly reply: Reply;
}

/**
 * Where a conversation stands: a function of its transcript, so that a leg which takes over goes on exactly where its
 * predecessor stopped, and one that finds the final answer asks for nothing.
 */
export function nextStep(entries: readonly TranscriptEntry[], schema: AnswerSchema | null): Step {
  const at = entries.findLastIndex(speaks);
  const last = entries[at];
  if (last?.kind !== 'reply') return { kind: 'ask' };

  const { reply } = last;
  if (reply.stopReason === WINDOW_FULL) return afterFullWindow(entries.slice(0, at));
  if (reply.stopReason === 'refusal') return lost('REFUSED', refusalOf(reply));
  if (reply.stopReason === 'max_tokens' && !mayGoOn(entries, reply)) return lost('MAX_TOKENS', CUT_OFF);
  if (callsOf(reply).length > 0) return afterCalls(entries, at, reply, schema);
  if (reply.stopReason === 'pause_turn') return { kind: 'ask' };
  return schema ? afterProse(entries) : afterText(entries, reply);
}

function speaks({ kind }: TranscriptEntry): boolean {
  return kind === 'reply' || kind === 'reminder' || kind === 'compacted';
}

/** A conversation that has just become shorter and is too long again would be so for ever. */
function afterFullWindow(before: readonly TranscriptEntry[]): Step {
  if (before.findLast(speaks)?.kind !== 'compacted') return { kind: 'compact' };
  return lost('CONTEXT_EXCEEDED', "the model's context window is full");
}

function refusalOf({ refusal }: Reply): string {
  return refusal === undefined ? 'the model refused to answer' : `the model refused to answer: ${refusal}`;
}

const CUT_OFF = 'the answer was cut off at the limit of output tokens';

/** Replies in a row that may be cut off inside a tool call: the model is told, and tries a smaller one. */
const MOST_CUT_OFF = 3;

function mayGoOn(entries: readonly TranscriptEntry[], reply: Reply): boolean {
  if (cutOffCall(reply) === null) return false;
  const replies = entries.flatMap((entry) => (entry.kind === 'reply' ? [entry.reply] : []));
  const whole = replies.findLastIndex((earlier) => cutOffCall(earlier) === null);
  return replies.length - 1 - whole <= MOST_CUT_OFF;
}

function afterCalls(entries: readonly TranscriptEntry[], at: number, reply: Reply, schema: AnswerSchema | null): Step {
  const cutOff = cutOffCall(reply);
  const answerCalls = callsOf(reply).filter((call) => isStructuredOutput(call) && call !== cutOff);
  const answers = schema ? answerCalls.map((call) => checkCall(schema, call, reply)) : [];
  const fitting = answers.find((answer) => answer.fits);
  if (fitting) return end({ status: 'ok', value: fitting.value });

  // None fits, so all calls so far were misfits: one that fits ends the agent.
  const last = answers.at(-1);
  if (last?.fits === false && answersIn(entries) >= MOST_MISFITS) {
    return notMet(`${STRUCTURED_OUTPUT} was called ${MOST_MISFITS} times without fitting the schema: ${last.mismatch}`);
  }
  const open = openCallsOf(reply, entries.slice(at + 1));
  return open.calls.length > 0 ? { kind: 'use-tools', reply, ...open } : { kind: 'ask' };
}

function afterProse(entries: readonly TranscriptEntry[]): Step {
  if (wasReminded(entries)) return notMet(`the agent answered in prose instead of calling ${STRUCTURED_OUTPUT}`);
  return {
    kind: 'remind',
    text: `Your answer did not reach the workflow. Give it by calling the ${STRUCTURED_OUTPUT} tool now.`,
  };
}

function afterText(entries: readonly TranscriptEntry[], reply: Reply): Step {
  const text = reply.content.findLast((block) => block.type === 'text')?.text ?? '';
  if (text.trim() !== '' || wasReminded(entries)) return end({ status: 'ok', value: text });
  return { kind: 'remind', text: 'Your answer was empty. Give your final answer as text.' };
}

function wasReminded(entries: readonly TranscriptEntry[]): boolean {
  return entries.some((entry) => entry.kind === 'reminder');
}

function answersIn(entries: readonly TranscriptEntry[]): number {
  const replies = entries.flatMap((entry) => (entry.kind === 'reply' ? entry.reply.content : []));
  return replies.filter((block) => block.type === 'tool_use' && isStructuredOutput(block)).length;
}

/** The script sees null. */
function lost(code: FailureCode, message: string): Step {
  return end({ status: 'failed', code, message, seen: 'null' });
}

function notMet(message: string): Step {
  return end({ status: 'failed', code: 'SCHEMA_NOT_MET', message, seen: 'exception' });
}

function end(outcome: Outcome): Step {
  return { kind: 'end', outcome };
}
