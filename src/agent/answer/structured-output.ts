import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { Json } from '../../interpreter/outcome.js';
import type { Reply, ToolDefinition } from '../model/model-client.js';
import type { AnswerSchema, Checked } from './answer-schema.js';

/** The tool through which an agent with a schema gives its answer. A call that fits ends the agent. */
export const STRUCTURED_OUTPUT = 'StructuredOutput';

/** Calls that do not fit, after which the agent ends. */
export const MOST_MISFITS = 5;

export function structuredOutputTool(schema: AnswerSchema): ToolDefinition {
  return {
    name: STRUCTURED_OUTPUT,
    description:
      'Gives your final answer to the workflow. Call it exactly once, when your work is done, with an input that fits its schema.',
    input_schema: schema.definition as ToolDefinition['input_schema'],
  };
}

export function isStructuredOutput(call: ToolUseBlock): boolean {
  return call.name === STRUCTURED_OUTPUT;
}

export function checkCall(schema: AnswerSchema, call: ToolUseBlock, reply: Reply): Checked {
  const fault = reply.unreadable[call.id];
  // Inputs come out of JSON.parse, so they are JSON.
  return fault === undefined ? schema.check(call.input as Json) : { fits: false, mismatch: fault };
}
