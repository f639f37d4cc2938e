import { profileOf } from '../../src/agent/context/agent-profile.js';
import type { AgentSetup } from '../../src/agent/context/agent-setup.js';
import { createScopedMemory } from '../../src/agent/context/memory/scoped-memory.js';
import type { Workshop } from '../../src/agent/gear/gear.js';
import type { Permissions } from '../../src/agent/permissions/permissions.js';
import type { SeenFiles } from '../../src/agent/tools/seen-files.js';
import type { Tool } from '../../src/agent/tools/tool.js';
import { sharedWorkspace } from '../../src/workspace/workspace.js';
import { openTestProcesses } from './open-test-processes.js';

export interface BenchGear {
  /** None unless given. */
  readonly tools?: readonly Tool[];
  /** Everything may run unless given. */
  readonly permissions?: Permissions;
  /** What the agent is given beside its prompt; nothing unless given. */
  readonly setup?: AgentSetup;
}

/** Gives agents what a test hands it. */
export function benchWorkshop({ tools = [], permissions, setup }: BenchGear): Workshop {
  return {
    async open({ options, workspace: path }) {
      const processes = openTestProcesses();
      const profile = profileOf(options, setup ?? null);
      const gear = {
        setup: setup ?? null,
        profile,
        workspace: sharedWorkspace(path),
        tools: tools.filter(({ name }) => profile.offers(name)),
        providerTools: [],
        hands: async () => ({
          permissions: permissions ?? null,
          memory: setup ? createScopedMemory(setup, path) : null,
          contextOf: (signal: AbortSignal, seen: SeenFiles) => ({ workspace: path, signal, seen, processes }),
        }),
        close: () => processes.end(),
      };
      return { kind: 'open', gear };
    },
  };
}
