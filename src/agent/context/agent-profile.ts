import { dirname } from 'node:path';
import type { AgentOptions } from '../../interpreter/call.js';
import { type AgentType, namesTool } from '../agent-types.js';
import { DEFAULT_EFFORT, EFFORTS, type Effort } from '../model/model-client.js';
import type { PermissionLayer, PermissionSetup } from '../permissions/permissions.js';
import type { AgentSetup } from './agent-setup.js';
import { narrower } from './narrow-mode.js';
import type { Skill } from './skills.js';

/** What one agent gets of the setup of its run. */
export interface AgentProfile {
  /** Null for agents whose call names none. */
  readonly type: AgentType | null;
  readonly effort: Effort;
  /** Null for agents without a setup. */
  readonly permissions: PermissionSetup | null;
  /** Whether the lists of the type and of the call leave it a tool. */
  offers(tool: string): boolean;
}

/** `options` are those of the call over those of its type, as the workflow put them together. */
export function profileOf(options: AgentOptions, setup: AgentSetup | null): AgentProfile {
  const type = setup?.agentTypes.find(({ name }) => name === options.agentType) ?? null;
  const taken = [...(type?.disallowedTools ?? []), ...(options.disallowedTools ?? [])];
  return {
    type,
    effort: effortOf([options.effort, type?.options.effort, setup?.effort]),
    permissions: setup && permissionsOf(setup, type, taken),
    offers: (tool) =>
      (type?.tools ?? ['*']).some((entry) => namesTool(entry, tool)) && !taken.some((entry) => namesTool(entry, tool)),
  };
}

/** The first that is one. Odd values are taken as none: they never stop an agent (DIALECT). */
function effortOf(efforts: readonly (string | null | undefined)[]): Effort {
  return efforts.map((effort) => EFFORTS.find((known) => known === effort)).find((known) => known) ?? DEFAULT_EFFORT;
}

/** `Tool(…)` in a list of tools taken away is a rule: it takes away some calls of the tool. */
function permissionsOf(setup: AgentSetup, type: AgentType | null, taken: readonly string[]): PermissionSetup {
  const { layers, mode } = setup.permissions;
  const own: PermissionLayer = {
    source: 'run',
    root: setup.workspace,
    allow: setup.skills.flatMap(readingRule),
    ask: [],
    deny: taken.filter((entry) => entry.includes('(')),
    additionalDirectories: [],
  };
  return { layers: [...layers, own], mode: narrower(mode, type?.permissionMode ?? null) };
}

/**
 * Skills name further files beside their own. Those of the user lie outside of the workspace, where agents would have to
 * ask. A folder whose name could be read as a pattern gets no rule.
 */
function readingRule({ file, within }: Skill): readonly string[] {
  const folder = dirname(file);
  return within === null && /^[\w/ .@+-]+$/.test(folder) ? [`Read(/${folder}/**)`] : [];
}
