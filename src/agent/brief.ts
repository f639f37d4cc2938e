import type { LegRequest } from '../workflows/ports.js';
import type { AnswerSchema } from './answer/answer-schema.js';
import { STRUCTURED_OUTPUT, structuredOutputTool } from './answer/structured-output.js';
import { EFFORTS, type Effort, type ModelRequest, type TextBlockParam } from './model/model-client.js';
import type { Tool } from './tools/tool.js';

/** What stays the same over all turns of an agent. */
export type Brief = Omit<ModelRequest, 'messages'>;

/** `date` is the day the leg began, as YYYY-MM-DD. */
export function briefOf(request: LegRequest, tools: readonly Tool[], schema: AnswerSchema | null, date: string): Brief {
  const { model, options } = request;
  return {
    model: model.id,
    maxTokens: Math.min(options.maxTokens ?? model.maxTokens, model.maxTokens),
    effort: effortOf(options.effort),
    system: systemPrompt(request.workspace, schema !== null, date),
    tools: [...tools.map((tool) => tool.definition), ...(schema ? [structuredOutputTool(schema)] : [])],
    stallMs: options.stallMs ?? request.stallMs,
  };
}

/** Odd values are taken as none: they never stop an agent (DIALECT). */
function effortOf(effort: string | undefined): Effort {
  return EFFORTS.find((known) => known === effort) ?? 'high';
}

/** Siblings of one run share it, and so its cache: nothing in it differs between agents of one kind and day. */
function systemPrompt(workspace: string, structured: boolean, date: string): readonly TextBlockParam[] {
  const text = [
    'You are an agent of a workflow: a script gave you one task, and uses your answer in its next steps.',
    structured
      ? `Your answer is the input of the ${STRUCTURED_OUTPUT} tool: call it once, when your work is done. Nothing else you write is read.`
      : 'Your answer is the text of your last message, and nothing else you write is read. Give the answer itself, without preamble.',
    'Nobody can answer questions. Decide what is open yourself, and say in your answer what you could not do.',
    'Use the tools to look at the facts rather than guess them; independent calls belong into one message.',
    `<environment>\nWorking directory: ${workspace}\nPlatform: ${process.platform}\nDate: ${date}\n</environment>`,
  ].join('\n\n');
  return [{ type: 'text', text, cache_control: { type: 'ephemeral' } }];
}
