import { scriptText } from './script-text.js';

/** A script whose arguments are prompts: an agent for each, all at once, their answers its result. */
export const ALL_AT_ONCE = scriptText('return await parallel(args.map((prompt) => () => agent(prompt)))');

export interface AgentsOfTurns {
  /** What the scripted model is told, one an agent. */
  readonly prompts: readonly string[];
  /** What the agents answer in the end. */
  readonly answers: readonly string[];
  /** Requests they make when none has to be repeated. */
  readonly requests: number;
}

/** Agents of the scripted model that use a tool in each turn but the last. `delayMs` passes before each of its answers. */
export function agentsOfTurns(agents: number, turns: number, delayMs: number): AgentsOfTurns {
  const tools = '<<tool:Glob {"pattern":"*.js"}>>'.repeat(turns - 1);
  const answers = Array.from({ length: agents }, (_, i) => `answer ${i}`);
  const prompts = answers.map((answer) => `<<delay:${delayMs}>>${tools}<<echo:${answer}>>`);
  return { prompts, answers, requests: agents * turns };
}
