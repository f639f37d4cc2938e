import type { TypeOptions } from '../workflows/spec.js';
import type { PermissionMode } from './permissions/permissions.js';

/** A kind of agent: what `agentType` names. Recorded when a run starts, so JSON. */
export interface AgentType {
  readonly name: string;
  /** What it is for: one line, which may be hostile text. */
  readonly description: string;
  /** Its own part of the system prompt; empty for none. */
  readonly prompt: string;
  /** Names of the tools it is offered, as `namesTool` reads them; null for all. */
  readonly tools: readonly string[] | null;
  readonly disallowedTools: readonly string[];
  /** Counts only where it is narrower than the mode of the run. */
  readonly permissionMode: PermissionMode | null;
  /** What calls get that do not say otherwise. */
  readonly options: TypeOptions;
}

const GENERAL_PURPOSE: AgentType = {
  name: 'general-purpose',
  description: 'Does any task, with all tools',
  prompt: '',
  tools: null,
  disallowedTools: [],
  permissionMode: null,
  options: {},
};

const EXPLORE: AgentType = {
  name: 'Explore',
  description: 'Finds things out about a code base; changes nothing',
  prompt: `You explore: you find out how things are, and change nothing.
- Begin broad, with Glob and Grep over the likely names and spellings, then read what matters. Try other words before you conclude that something is not there.
- Follow a thing to where it is defined, used and tested, as far as the question reaches.
- Give each finding with its place, as \`path:line\`, and quote only what is needed to see that it is so.
- Say what you looked at when you found nothing, and keep apart what you saw and what you conclude from it.`,
  tools: ['Read', 'Grep', 'Glob', 'WebFetch', 'WebSearch'],
  disallowedTools: [],
  permissionMode: null,
  options: {},
};

/** The agent types every run knows, as in Claude Code. A file may put its own in their place. */
export const BUILT_IN_TYPES: readonly AgentType[] = [GENERAL_PURPOSE, EXPLORE];

/** Whether an entry of a tool list names a tool: its name, `*`, an MCP server, or a beginning with `*` behind it. */
export function namesTool(entry: string, tool: string): boolean {
  if (entry === tool) return true;
  if (entry.endsWith('*')) return tool.startsWith(entry.slice(0, -1));
  return /^mcp__[^_]/.test(entry) && tool.startsWith(`${entry}__`);
}
