import { join } from 'node:path';
import { type AgentSetup, readAgentSetup } from '../../../agent/context/agent-setup.js';
import type { Note } from '../../../agent/context/note.js';
import { readSettingsFile } from '../../../config/settings-file.js';
import { counted } from '../../amounts.js';
import type { Check } from '../check.js';
import { ok, type Verdict, warning } from '../finding.js';

/** What agents here are given: files of Claude Code that were read, and those that were passed over. */
export const setupCheck: Check = {
  name: 'config',
  look: async ({ cwd, home, env, paths }) => {
    await readSettingsFile(paths.config); // throws for a broken one
    const date = new Date().toISOString().slice(0, 10);
    const { setup, notes } = await readAgentSetup({ workspace: cwd, home, env, date });
    return [ok(summary(setup)), ...notes.map((note) => verdictOf(note, setup))];
  },
};

function summary({ permissions, memory, agentTypes, skills, mcpServers, trusted }: AgentSetup): string {
  const sources = permissions.layers.map(({ source }) => source);
  return [
    `settings: ${sources.length > 0 ? sources.join(', ') : 'none'}`,
    counted(memory.files.length + memory.rules.length, 'memory file'),
    counted(agentTypes.length, 'agent type'),
    counted(skills.length, 'skill'),
    counted(mcpServers.length, 'MCP server'),
    trusted ? 'this folder is trusted' : 'this folder is not trusted',
  ].join('; ');
}

function verdictOf({ file, reason }: Note, { workspace, trusted }: AgentSetup): Verdict {
  const untrusted = !trusted && file === join(workspace, '.claude', 'settings.json');
  const fix = 'Accept the folder in Claude Code, or vouch for it with `longhaul run --trust`.';
  return warning(`${file}: ${reason}`, untrusted ? fix : null);
}
