import type { ContentBlockParam, MessageCreateParams, MessageParam } from '@anthropic-ai/sdk/resources/messages';

/** Name of the tool through which an agent with a schema answers. */
const STRUCTURED = 'StructuredOutput';

/** What the scripted model reads from a request: the task, and how far the conversation has come. */
export interface Conversation {
  /** Text blocks of all messages but the model's own, joined by line breaks. Directives are searched in it. */
  readonly task: string;
  /** True when the agent was called with a schema. */
  readonly structured: boolean;
  /** Calls of StructuredOutput made so far. */
  readonly structuredCalls: number;
  readonly assistantMessages: number;
  /** Texts of the results of all other tools, in order. */
  readonly toolResults: readonly string[];
}

export function readConversation(request: MessageCreateParams): Conversation {
  const blocks = request.messages.flatMap((message) =>
    blocksOf(message).map((block) => ({ role: message.role, block })),
  );
  const structuredIds = new Set<string>();
  const toolResults: string[] = [];
  const texts: string[] = [];
  for (const { role, block } of blocks) {
    if (role !== 'assistant' && block.type === 'text') texts.push(block.text);
    if (role === 'assistant' && block.type === 'tool_use' && block.name === STRUCTURED) structuredIds.add(block.id);
    if (block.type === 'tool_result' && !structuredIds.has(block.tool_use_id)) toolResults.push(textOf(block.content));
  }
  return {
    task: texts.join('\n'),
    structured: (request.tools ?? []).some((tool) => 'name' in tool && tool.name === STRUCTURED),
    structuredCalls: structuredIds.size,
    assistantMessages: request.messages.filter((message) => message.role === 'assistant').length,
    toolResults,
  };
}

/** A short name for a task, under which its requests are counted: the whole of it, or both its ends. */
export function taskName(task: string): string {
  return task.length <= 160 ? task : `${task.slice(0, 78)} … ${task.slice(-78)}`;
}

export function blocksOf(message: MessageParam): readonly ContentBlockParam[] {
  return typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
}

type ToolResultContent = Extract<ContentBlockParam, { type: 'tool_result' }>['content'];

function textOf(content: ToolResultContent): string {
  if (typeof content === 'string' || content === undefined) return content ?? '';
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}
