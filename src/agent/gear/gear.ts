import type { Outcome } from '../../interpreter/outcome.js';
import type { LegRequest } from '../../workflows/ports.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { AgentProfile } from '../context/agent-profile.js';
import type { AgentSetup } from '../context/agent-setup.js';
import type { ScopedMemory } from '../context/memory/scoped-memory.js';
import type { ProviderTool } from '../model/model-client.js';
import type { Permissions } from '../permissions/permissions.js';
import type { SeenFiles } from '../tools/seen-files.js';
import type { Tool, ToolContext } from '../tools/tool.js';

/** What the agent of one leg works with. Only what the first request needs is there from the beginning. */
export interface Gear {
  /** Null for agents without one. */
  readonly setup: AgentSetup | null;
  readonly profile: AgentProfile;
  readonly workspace: Workspace;
  /** Those that the agent may be offered. */
  readonly tools: readonly Tool[];
  /** Tools that the provider runs. */
  readonly providerTools: readonly ProviderTool[];
  /** What the calls of tools need: opened for the first of them. */
  hands(): Promise<Hands>;
  /** Ends what the leg has started, and lets go of what it shares with others. */
  close(): Promise<void>;
}

/** What calls of tools are made with. */
export interface Hands {
  /** Null when everything may run. */
  readonly permissions: Permissions | null;
  /** Null for agents without a setup. */
  readonly memory: ScopedMemory | null;
  contextOf(signal: AbortSignal, seen: SeenFiles): ToolContext;
}

export type OpenedGear =
  | { readonly kind: 'open'; readonly gear: Gear }
  | { readonly kind: 'failed'; readonly outcome: Outcome }
  /** The signal came first. */
  | { readonly kind: 'stopped' };

export interface OpenGear {
  /** False when earlier legs of the agent may have left something behind. */
  readonly first: boolean;
  /** Ends the opening. */
  readonly signal: AbortSignal;
}

/** Where legs get their gear. One for all agents of a worker. */
export interface Workshop {
  /** Call it when the leg owns its transcript. */
  open(request: LegRequest, how: OpenGear): Promise<OpenedGear>;
}
