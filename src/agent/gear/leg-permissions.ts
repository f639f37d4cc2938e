import { join, relative } from 'node:path';
import type { AgentOptions } from '../../interpreter/call.js';
import type { LegRequest } from '../../workflows/ports.js';
import type { AgentProfile } from '../context/agent-profile.js';
import type { AgentSetup } from '../context/agent-setup.js';
import { clampFrom } from '../permissions/bash/rules/clamp.js';
import type { Restrictions } from '../permissions/judge-call.js';
import { grantsLayer, openPermissions } from '../permissions/open-permissions.js';
import type { PermissionLayer, PermissionSetup, Permissions } from '../permissions/permissions.js';

/** The permissions of one leg's agent, opened when something depends on them. */
export interface LegPermissions {
  /** Null when everything may run. */
  open(): Promise<Permissions | null>;
  /** Whether the model is told of a tool. */
  offering(): Promise<(tool: string) => boolean>;
  /** Whether the provider may search the web for the agent: it does so without asking us. */
  searchesWeb(): Promise<boolean>;
}

/**
 * `directory` is where the agent works: the workspace of the run, or a worktree of its own. What persons granted while
 * the run went on is one more list of allow rules: all that is stricter still counts.
 */
export function legPermissions(
  { workspace, options, grants = [] }: LegRequest,
  setup: AgentSetup | null,
  profile: AgentProfile,
  directory: string,
): LegPermissions {
  let opened: Promise<Permissions | null> | undefined;
  const given = setup && profile.permissions && granted(profile.permissions, grants, setup);
  const rules = setup && given && (directory === workspace ? given : inWorktree(given, setup, directory));
  const place = { workspace: directory, home: setup?.home ?? directory };
  const open = () =>
    (opened ??= rules ? openPermissions(rules, place, restrictionsOf(options)) : Promise.resolve(null));
  return {
    open,
    async offering() {
      // Only then a rule can take a tool away.
      const some = rules?.layers.some(({ deny }) => deny.length > 0);
      const permissions = some ? await open() : null;
      return (tool) => permissions?.offers(tool) ?? true;
    },
    async searchesWeb() {
      const mayBe =
        rules?.mode === 'bypassPermissions' || rules?.layers.some(({ allow }) => allow.includes('WebSearch'));
      if (!mayBe || !profile.offers('WebSearch')) return false;
      return (await (await open())?.judge('WebSearch', {}))?.kind === 'run';
    },
  };
}

function granted(rules: PermissionSetup, grants: readonly string[], { workspace }: AgentSetup): PermissionSetup {
  return grants.length === 0 ? rules : { ...rules, layers: [...rules.layers, grantsLayer(grants, workspace)] };
}

function restrictionsOf({ bashCommandClamp }: AgentOptions): Restrictions {
  return bashCommandClamp === undefined || bashCommandClamp === null
    ? {}
    : { bashCommandClamp: clampFrom(bashCommandClamp) };
}

/**
 * In a worktree the rules of the project hold for its copies of the files. For the files themselves only those are left
 * that take something away: there the agent has nothing to do.
 */
function inWorktree(rules: PermissionSetup, setup: AgentSetup, directory: string): PermissionSetup {
  const layers = rules.layers.flatMap((layer): readonly PermissionLayer[] => {
    if (!isOfProject(layer)) return [layer];
    const copy = { ...layer, root: join(directory, relative(setup.workspace, layer.root)) };
    return [{ ...layer, allow: [], additionalDirectories: [] }, copy];
  });
  return { ...rules, layers };
}

function isOfProject({ source }: PermissionLayer): boolean {
  return source === 'project' || source === 'local' || source === 'run';
}
