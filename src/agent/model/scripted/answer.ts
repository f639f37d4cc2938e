import type { Directives } from './directives.js';
import type { Conversation } from './task.js';

/** One block of an answer. Inputs of tools are text here: a script may order text that is not JSON. */
export type AnswerBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: string };

export interface Answer {
  readonly blocks: readonly AnswerBlock[];
  readonly stop: string;
  /** Those behind the last cache mark: always the same, so that tests can count. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What the scripted model says to a conversation: a function of the request alone. */
export function answerTo(conversation: Conversation, directives: Directives): Answer {
  const calls = toolCalls(conversation, directives);
  const blocks = calls.length > 0 ? calls : finalBlocks(conversation, directives);
  const callsTool = blocks.some((block) => block.type === 'tool_use');
  return {
    blocks,
    stop: callsTool ? 'tool_use' : directives.stop,
    inputTokens: 100,
    outputTokens: directives.outputTokens,
  };
}

function toolCalls(conversation: Conversation, directives: Directives): readonly AnswerBlock[] {
  const answered = conversation.toolResults.length;
  const next = directives.tools.slice(answered, directives.parallel ? undefined : answered + 1);
  return next.map(({ name, input }) => ({ type: 'tool_use', name, input }));
}

function finalBlocks(conversation: Conversation, directives: Directives): readonly AnswerBlock[] {
  return conversation.structured ? structured(conversation, directives) : plain(conversation, directives);
}

function plain(conversation: Conversation, directives: Directives): readonly AnswerBlock[] {
  const lastResult = directives.tools.length > 0 ? conversation.toolResults.at(-1) : undefined;
  return textBlocks(directives.text ?? [lastResult ?? 'RESULT']);
}

function structured(conversation: Conversation, directives: Directives): readonly AnswerBlock[] {
  const { prose, json, then } = directives;
  if (prose && conversation.assistantMessages < prose.first) return textBlocks([prose.text]);

  const misfits = conversation.structuredCalls;
  const input = misfits === 0 ? (json ?? '{"ok":true}') : (then[Math.min(misfits, then.length) - 1] ?? json);
  return input === null ? textBlocks(['gave up']) : [{ type: 'tool_use', name: 'StructuredOutput', input }];
}

function textBlocks(texts: readonly string[]): readonly AnswerBlock[] {
  return texts.map((text) => ({ type: 'text', text }));
}
