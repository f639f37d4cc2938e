// What the model is told before an agent's prompt, in three blocks.
//
// P1  The first block is the same for all agents of a type, in all runs.
// P2  The second is the same for all agents of a run that may use skills: memory, skills, where they are. It ends what
//     siblings share, and what they read from the provider's cache.
// P3  What may differ between siblings is in the last block, and short.

import type { AgentType } from '../agent-types.js';
import { STRUCTURED_OUTPUT } from '../answer/structured-output.js';
import type { TextBlockParam } from '../model/model-client.js';
import { type AgentEnvironment, machineOn } from './agent-environment.js';
import type { AgentSetup } from './agent-setup.js';
import { MANNERS } from './manners.js';
import type { MemoryFile } from './memory/memory-reader.js';
import type { Skill } from './skills.js';

export interface PromptParts {
  readonly setup: AgentSetup | null;
  readonly type: AgentType | null;
  /** Whether the agent has the Skill tool. */
  readonly skills: boolean;
  /** Whether its answer goes through the StructuredOutput tool. */
  readonly structured: boolean;
  /** Absolute path of the directory it works in. */
  readonly directory: string;
  /** YYYY-MM-DD, for agents without a setup. */
  readonly date: string;
}

export function systemPrompt({
  setup,
  type,
  skills,
  structured,
  directory,
  date,
}: PromptParts): readonly TextBlockParam[] {
  const shared = [
    ...memoryText(setup?.memory.files ?? []),
    ...skillsText(skills && setup ? setup.skills : []),
    environmentText(setup?.environment ?? { ...machineOn(date), branch: null }),
  ];
  return [
    { type: 'text', text: type?.prompt ? `${MANNERS}\n\n# Your part\n\n${type.prompt}` : MANNERS },
    { type: 'text', text: shared.join('\n\n'), cache_control: { type: 'ephemeral' } },
    { type: 'text', text: `Your working directory is ${directory}\n\n${structured ? STRUCTURED_ANSWER : TEXT_ANSWER}` },
  ];
}

const STRUCTURED_ANSWER = `Your answer is the input of the ${STRUCTURED_OUTPUT} tool: call it once, when your work is done. Nothing else you write is read.`;

const TEXT_ANSWER =
  'Your answer is the text of your last message: it is handed to the script as it stands, and nothing else you write is read. Give the answer itself, without preamble.';

function memoryText(files: readonly MemoryFile[]): readonly string[] {
  if (files.length === 0) return [];
  const texts = files.map(({ path, text }) => `<instructions file="${path}">\n${text.trim()}\n</instructions>`);
  const lead =
    'People wrote these instructions for agents that work here. They hold for your task as far as they concern it. Where two of them differ, the later one counts.';
  return [`# Instructions\n\n${lead}\n\n${texts.join('\n\n')}`];
}

function skillsText(skills: readonly Skill[]): readonly string[] {
  if (skills.length === 0) return [];
  const list = skills.map(({ name, description }) => `- ${name}: ${description}`).join('\n');
  return [
    `# Skills\n\nThe Skill tool gives you the instructions of one of these when your task calls for it:\n${list}`,
  ];
}

function environmentText({ platform, system, date, branch }: AgentEnvironment): string {
  const git = branch === null ? '' : `\nGit branch when the run started: ${branch}`;
  return `# Environment\n\nPlatform: ${platform} (${system})\nShell: bash\nDate: ${date}${git}`;
}
