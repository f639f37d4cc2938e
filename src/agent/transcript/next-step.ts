import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { FailureCode, Outcome } from '../../interpreter/outcome.js';
import type { AnswerSchema } from '../answer/answer-schema.js';
import { checkCall, isStructuredOutput, MOST_MISFITS, STRUCTURED_OUTPUT } from '../answer/structured-output.js';
import type { Reply } from '../model/model-client.js';
import type { TranscriptEntry } from './transcript.js';

/** What an agent does next. */
export type Step =
  | { readonly kind: 'ask' }
  | { readonly kind: 'use-tools'; readonly reply: Reply; readonly calls: readonly ToolUseBlock[] }
  | { readonly kind: 'remind'; readonly text: string }
  | { readonly kind: 'end'; readonly outcome: Outcome };

/**
 * Where a conversation stands: a function of its transcript, so that a leg which takes over goes on exactly where its
 * predecessor stopped, and one that finds the final answer asks for nothing.
 */
export function nextStep(entries: readonly TranscriptEntry[], schema: AnswerSchema | null): Step {
  const last = entries.findLast((entry) => entry.kind !== 'claim' && entry.kind !== 'yield');
  if (last?.kind !== 'reply') return { kind: 'ask' };

  const { reply } = last;
  const cutShort = CUT_SHORT.get(reply.stopReason);
  if (cutShort) return end({ status: 'failed', ...cutShort, seen: 'null' });
  if (reply.stopReason === 'pause_turn') return { kind: 'ask' };

  const calls = reply.content.filter((block) => block.type === 'tool_use');
  if (calls.length > 0) return afterCalls(entries, reply, calls, schema);
  return schema ? afterProse(entries) : afterText(entries, reply);
}

/** Stop reasons after which there is no answer to use. The script sees null. */
const CUT_SHORT: ReadonlyMap<string, { readonly code: FailureCode; readonly message: string }> = new Map([
  ['refusal', { code: 'REFUSED', message: 'the model refused to answer' }],
  ['max_tokens', { code: 'MAX_TOKENS', message: 'the answer was cut off at the limit of output tokens' }],
  ['model_context_window_exceeded', { code: 'CONTEXT_EXCEEDED', message: "the model's context window is full" }],
]);

function afterCalls(
  entries: readonly TranscriptEntry[],
  reply: Reply,
  calls: readonly ToolUseBlock[],
  schema: AnswerSchema | null,
): Step {
  const answers = schema ? calls.filter(isStructuredOutput).map((call) => checkCall(schema, call, reply)) : [];
  const fitting = answers.find((answer) => answer.fits);
  if (fitting) return end({ status: 'ok', value: fitting.value });

  // None fits, so all calls so far were misfits: one that fits ends the agent.
  const last = answers.at(-1);
  if (last?.fits === false && answerCalls(entries) >= MOST_MISFITS) {
    return notMet(`${STRUCTURED_OUTPUT} was called ${MOST_MISFITS} times without fitting the schema: ${last.mismatch}`);
  }
  return { kind: 'use-tools', reply, calls };
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

function answerCalls(entries: readonly TranscriptEntry[]): number {
  const replies = entries.flatMap((entry) => (entry.kind === 'reply' ? entry.reply.content : []));
  return replies.filter((block) => block.type === 'tool_use' && isStructuredOutput(block)).length;
}

function notMet(message: string): Step {
  return end({ status: 'failed', code: 'SCHEMA_NOT_MET', message, seen: 'exception' });
}

function end(outcome: Outcome): Step {
  return { kind: 'end', outcome };
}
