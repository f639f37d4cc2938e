import type { ToolResultBlockParam, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import { messageOf } from '../../config/message-of.js';
import type { AnswerSchema } from '../answer/answer-schema.js';
import { checkCall, isStructuredOutput } from '../answer/structured-output.js';
import type { Emit } from '../events.js';
import type { Reply } from '../model/model-client.js';
import { refused, type Tool, type ToolContext, type ToolResult } from './tool.js';

export interface ToolUse {
  readonly reply: Reply;
  readonly calls: readonly ToolUseBlock[];
  /** True when an earlier leg may have begun these calls (G5). */
  readonly interrupted: boolean;
  readonly schema: AnswerSchema | null;
}

/** Runs the calls of one reply side by side. Results keep the order of the calls. Throws only for `context.signal`. */
export async function useTools(
  use: ToolUse,
  tools: readonly Tool[],
  context: ToolContext,
  emit: Emit,
): Promise<readonly ToolResultBlockParam[]> {
  return Promise.all(
    use.calls.map(async (call) => {
      emit({ kind: 'tool-started', id: call.id, tool: call.name });
      const result = await runCall(call, use, tools, context);
      emit({ kind: 'tool-ended', id: call.id, tool: call.name, failed: result.isError });
      return blockOf(call, result);
    }),
  );
}

async function runCall(
  call: ToolUseBlock,
  { reply, interrupted, schema }: ToolUse,
  tools: readonly Tool[],
  context: ToolContext,
): Promise<ToolResult> {
  if (schema && isStructuredOutput(call)) return misfit(call, schema, reply);

  const tool = tools.find((candidate) => candidate.name === call.name);
  if (!tool) return refused(`There is no tool called ${call.name}. ${offer(tools)}`);
  const unreadable = reply.unreadable[call.id];
  if (unreadable !== undefined) return refused(`${call.name} was not run: ${unreadable}.`);
  const accepted = tool.accept(call.input);
  if (!accepted.fits) return refused(`${call.name} was not run, its input does not fit:\n${accepted.mismatch}`);
  if (interrupted && !tool.readOnly) return refused('Interrupted, outcome unknown. Look before you try again.');
  return attempt(tool, accepted.input, context);
}

async function attempt(tool: Tool, input: unknown, context: ToolContext): Promise<ToolResult> {
  try {
    return await tool.run(input, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    return refused(`${tool.name} failed: ${messageOf(error)}`);
  }
}

/** Calls that fit never get here: they end the agent. */
function misfit(call: ToolUseBlock, schema: AnswerSchema, reply: Reply): ToolResult {
  const checked = checkCall(schema, call, reply);
  const mismatch = checked.fits ? 'another call was made beside it' : checked.mismatch;
  return refused(`The input does not fit the schema: ${mismatch}. Call the tool again with an input that fits.`);
}

function offer(tools: readonly Tool[]): string {
  return tools.length === 0 ? 'No tools are available.' : `Available: ${tools.map((tool) => tool.name).join(', ')}.`;
}

function blockOf(call: ToolUseBlock, { content, isError }: ToolResult): ToolResultBlockParam {
  return { type: 'tool_result', tool_use_id: call.id, content, ...(isError ? { is_error: true } : {}) };
}
