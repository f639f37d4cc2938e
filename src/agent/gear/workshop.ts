// Gives each leg what its agent works with, and shares what can be shared among the agents of a worker.
//
// W1  What follows from a run's setup alone is made once for all its agents on this worker.
// W2  What only calls of tools need is opened for the first call: most of a thousand short agents make none.
// W3  What earlier legs of the agent have started is dead before a leg goes on (G5).

import { join } from 'node:path';
import type { LegRequest, ModelChoice } from '../../workflows/ports.js';
import { workspaceFor } from '../../workspace/open-workspace.js';
import type { Workspace } from '../../workspace/workspace.js';
import { type AgentProfile, profileOf } from '../context/agent-profile.js';
import type { AgentSetup } from '../context/agent-setup.js';
import { createScopedMemory } from '../context/memory/scoped-memory.js';
import type { SetupStore } from '../context/setup-blob.js';
import type { Gear, Hands, OpenedGear, OpenGear, Workshop } from './gear.js';
import { legPermissions, type LegPermissions } from './leg-permissions.js';
import type { McpLease, McpPool } from '../mcp/mcp-pool.js';
import { visibleText } from '../mcp/visible-text.js';
import { killLeftovers, openProcesses, type Processes } from '../processes/processes.js';
import type { OpenSandbox } from '../sandbox/open-sandbox.js';
import type { SetupKit } from './setup-kit.js';
import type { Tool } from '../tools/tool.js';
import { webSearchDefinition } from '../tools/web/web-search.js';

export interface WorkshopDeps {
  /** What agents have whatever their setup. */
  readonly tools: readonly Tool[];
  readonly setups: SetupStore;
  readonly kitOf: (setup: AgentSetup, provider: ModelChoice['provider']) => SetupKit;
  readonly mcp: () => Promise<McpPool>;
  readonly sandbox: OpenSandbox;
  /** Absolute path of the storage: worktrees and the records of processes are below it. */
  readonly root: string;
  /** Takes a line for whoever looks after the worker. */
  readonly notice: (line: string) => void;
}

export function createWorkshop(deps: WorkshopDeps): Workshop {
  return {
    async open(request, how) {
      if (!how.first) await killLeftovers(folderOf(deps), request); // W3
      const setup = request.setup === null ? null : await deps.setups.load(request.setup);
      const opened = await workspaceFor(request, deps.root);
      if (opened.kind === 'failed') return opened;
      return openGear(
        { request, setup, profile: profileOf(request.options, setup), workspace: opened.workspace },
        deps,
        how,
      );
    },
  };
}

/** What a leg has from the beginning. */
interface Place {
  readonly request: LegRequest;
  readonly setup: AgentSetup | null;
  readonly profile: AgentProfile;
  readonly workspace: Workspace;
}

async function openGear(place: Place, deps: WorkshopDeps, { signal }: OpenGear): Promise<OpenedGear> {
  const { request, setup, profile, workspace } = place;
  const permissions = legPermissions(request, setup, profile, workspace.path);
  const permitted = await permissions.offering();
  const providerTools = (await permissions.searchesWeb()) ? [webSearchDefinition()] : [];
  const lease = await leaseOf(place, deps, signal);
  if (lease === 'stopped') return { kind: 'stopped' };
  const kit = setup && deps.kitOf(setup, request.model.provider);
  const all = [...deps.tools, ...(kit?.tools ?? []), ...(lease?.tools ?? [])];

  let hands: Promise<OpenHands> | undefined;
  const gear: Gear = {
    setup,
    profile,
    workspace,
    tools: all.filter((tool) => permitted(tool.name) && profile.offers(tool.name) && isAnswered(tool, request)),
    providerTools,
    hands: () => (hands ??= openHands(place, permissions, kit, deps)),
    async close() {
      lease?.release();
      await (await hands)?.processes.end();
    },
  };
  return { kind: 'open', gear };
}

/** Questions are for runs in which a person answers. */
function isAnswered({ questionsOf }: Tool, { onAsk }: LegRequest): boolean {
  return questionsOf === undefined || onAsk === 'wait';
}

/** Null when the setup has no servers. */
async function leaseOf(
  { setup, workspace }: Place,
  deps: WorkshopDeps,
  signal: AbortSignal,
): Promise<McpLease | null | 'stopped'> {
  if (!setup || setup.mcpServers.length === 0) return null;
  try {
    const pool = await deps.mcp();
    const lease = await pool.lease({ servers: setup.mcpServers, workspace: workspace.path, signal });
    for (const note of lease.notes) deps.notice(visibleText(note).replace(/\s+/g, ' '));
    return lease;
  } catch (error) {
    if (signal.aborted) return 'stopped';
    throw error;
  }
}

interface OpenHands extends Hands {
  readonly processes: Processes;
}

async function openHands(
  { request, setup, workspace }: Place,
  permissions: LegPermissions,
  kit: SetupKit | null,
  deps: WorkshopDeps,
): Promise<OpenHands> {
  const { run, call, leg } = request;
  const processes = openProcesses({
    run,
    call,
    leg,
    folder: folderOf(deps),
    env: (await kit?.env()) ?? {},
    sandbox: deps.sandbox,
    writable: setup?.permissions.layers.flatMap(({ additionalDirectories }) => additionalDirectories) ?? [],
  });
  const judge = await permissions.open();
  const hidden = judge ? { hidden: judge.hidden } : {};
  return {
    permissions: judge,
    memory: setup && createScopedMemory(setup, workspace.path),
    contextOf: (signal, seen) => ({ workspace: workspace.path, signal, seen, processes, ...hidden }),
    processes,
  };
}

/** Where running processes are recorded. */
function folderOf({ root }: WorkshopDeps): string {
  return join(root, 'processes');
}
