import { join, relative } from 'node:path';
import type { LegRequest } from '../workflows/ports.js';
import type { AgentProfile } from './context/agent-profile.js';
import type { AgentSetup } from './context/agent-setup.js';
import { openPermissions } from './permissions/open-permissions.js';
import type { PermissionLayer, PermissionSetup, Permissions } from './permissions/permissions.js';

/** The permissions of one leg's agent, opened when something depends on them. */
export interface LegPermissions {
  /** Null when everything may run. */
  open(): Promise<Permissions | null>;
  /** Whether the model is told of the tool. */
  offers(tool: string): Promise<boolean>;
  /** Whether the provider may search the web for the agent: it does so without asking us. */
  searchesWeb(): Promise<boolean>;
}

/** `directory` is where the agent works: the workspace of the run, or a worktree of its own. */
export function legPermissions(
  { workspace }: LegRequest,
  setup: AgentSetup | null,
  profile: AgentProfile,
  directory: string,
): LegPermissions {
  let opened: Promise<Permissions | null> | undefined;
  const given = profile.permissions;
  const rules = setup && given && (directory === workspace ? given : inWorktree(given, setup, directory));
  const open = () =>
    (opened ??= rules ? openPermissions(rules, { workspace: directory, home: setup.home }) : Promise.resolve(null));
  return {
    open,
    async offers(tool) {
      if (!rules?.layers.some(({ deny }) => deny.length > 0)) return true;
      return (await open())?.offers(tool) ?? true;
    },
    async searchesWeb() {
      const mayBe =
        rules?.mode === 'bypassPermissions' || rules?.layers.some(({ allow }) => allow.includes('WebSearch'));
      if (!mayBe || !profile.offers('WebSearch')) return false;
      return (await (await open())?.judge('WebSearch', {}))?.kind === 'run';
    },
  };
}

/** In a worktree the rules of the project hold for its copies of the files, as they do for the files. */
function inWorktree(rules: PermissionSetup, setup: AgentSetup, directory: string): PermissionSetup {
  const copies = rules.layers.filter(isOfProject).map((layer): PermissionLayer => {
    const root = join(directory, relative(setup.workspace, layer.root));
    return { ...layer, root, additionalDirectories: [] };
  });
  return { ...rules, layers: [...rules.layers, ...copies] };
}

function isOfProject({ source }: PermissionLayer): boolean {
  return source === 'project' || source === 'local' || source === 'run';
}
