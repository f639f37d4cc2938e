import { join } from 'node:path';
import { type AgentSetup, readAgentSetup } from '../../../agent/context/agent-setup.js';
import type { Note } from '../../../agent/context/note.js';
import { findPlaces, type PlacesRequest } from '../../../agent/context/places.js';
import { readSettingsFiles } from '../../../agent/context/settings.js';
import { readSettingsFile } from '../../../config/settings-file.js';
import type { Check } from '../check.js';
import { ok, type Verdict, warning } from '../finding.js';

/** What agents here are given: files of Claude Code that were read, and those that were passed over. */
export const setupCheck: Check = {
  name: 'config',
  look: async ({ cwd, home, env, paths }) => {
    await readSettingsFile(paths.config); // throws for a broken one
    const date = new Date().toISOString().slice(0, 10);
    const request = { workspace: cwd, home, env, date };
    const [{ setup, notes }, settings] = await Promise.all([readAgentSetup(request), settingsRead(request)]);
    return [...found(setup, settings).map(ok), ...notes.map((note) => verdictOf(note, setup))];
  },
};

async function settingsRead(request: PlacesRequest): Promise<readonly string[]> {
  return (await readSettingsFiles(await findPlaces(request))).map(({ path }) => path);
}

/** A line for each kind of thing that was found, the first always. */
function found(setup: AgentSetup, settings: readonly string[]): readonly string[] {
  const { memory, agentTypes, skills, mcpServers, trusted } = setup;
  const kinds: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ['settings', [...new Set(settings)]], // at home, the project's and the user's are one
    ['memory', [...memory.files, ...memory.rules].map(({ path }) => path)],
    ['agent types', agentTypes.map(({ name }) => name)],
    ['skills', skills.map(({ name }) => name)],
    ['MCP servers', mcpServers.map(({ name }) => name)],
  ];
  const lines = kinds.filter(([, names]) => names.length > 0).map(([kind, names]) => `${kind}: ${listed(names)}`);
  return [trusted ? 'this folder is trusted' : 'this folder is not trusted', ...lines];
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

const MOST_NAMES = 8;

function verdictOf({ file, reason }: Note, { workspace, trusted }: AgentSetup): Verdict {
  const untrusted = !trusted && file === join(workspace, '.claude', 'settings.json');
  const fix = 'Accept the folder in Claude Code, or vouch for it with `longhaul run --trust`.';
  return warning(`${file}: ${reason}`, untrusted ? fix : null);
}
