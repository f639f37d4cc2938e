import { maxOutputOf } from '../config/models.js';
import type { LegRequest } from '../workflows/ports.js';
import type { AnswerSchema } from './answer/answer-schema.js';
import { structuredOutputTool } from './answer/structured-output.js';
import type { AgentProfile } from './context/agent-profile.js';
import type { AgentSetup } from './context/agent-setup.js';
import { systemPrompt } from './context/system-prompt.js';
import type { ModelRequest } from './model/model-client.js';

/** What stays the same over all turns of an agent. */
export type Brief = Omit<ModelRequest, 'messages'>;

export interface BriefParts {
  readonly setup: AgentSetup | null;
  readonly profile: AgentProfile;
  /** Those the agent may use, in an order that is the same for its siblings. */
  readonly tools: ModelRequest['tools'];
  readonly schema: AnswerSchema | null;
  /** Absolute path of the directory the agent works in. */
  readonly directory: string;
  /** The day the leg began, as YYYY-MM-DD; told to agents without a setup. */
  readonly date: string;
}

export function briefOf({ model, options, stallMs }: LegRequest, parts: BriefParts): Brief {
  const { setup, profile, tools, schema, directory, date } = parts;
  return {
    model: model.id,
    maxTokens: Math.min(options.maxTokens ?? model.maxTokens, maxOutputOf(model.id)),
    effort: profile.effort,
    system: systemPrompt({
      setup,
      type: profile.type,
      skills: tools.some(({ name }) => name === 'Skill'),
      structured: schema !== null,
      directory,
      date,
    }),
    tools: [...shared(tools), ...(schema ? [structuredOutputTool(schema)] : [])],
    stallMs: options.stallMs ?? stallMs,
  };
}

/** With a mark where what siblings share ends: their schemas may differ. */
function shared(tools: ModelRequest['tools']): ModelRequest['tools'] {
  const last = tools.at(-1);
  return last ? [...tools.slice(0, -1), { ...last, cache_control: { type: 'ephemeral' } }] : [];
}
