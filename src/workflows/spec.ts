import type { PriceTable } from '../config/prices.js';
import type { AgentOptions } from '../interpreter/call.js';
import { DEFAULT_GUEST_LIMITS, type GuestLimits } from '../interpreter/limits.js';
import type { CompiledScript } from '../script/compiled-script.js';
import type { ModelChoice, OnAsk, RetryPolicy } from './ports.js';

/** Everything a run depends on. A file edited while a run goes on changes nothing in that run (DESIGN §2). */
export interface RunSpec {
  /** Workflow id, `lh-<name>-<ulid>`. */
  readonly run: string;
  readonly script: CompiledScript;
  /** JSON text of the arguments; null when the run was started without any (`args` is then undefined). */
  readonly args: string | null;
  /** Saved workflows `workflow()` may name, nearest registry first already applied. */
  readonly saved: readonly CompiledScript[];
  /** Names `agentType` may take. */
  readonly agentTypes: readonly string[];
  /** By agent type, what its agents get that say nothing else. Types without an entry leave it all open. */
  readonly typeOptions?: Readonly<Record<string, TypeOptions>>;
  /** Hash of the interpreter that the run started with. */
  readonly engine: string;
  /** Absolute path the agents work in. */
  readonly workspace: string;
  /** Commit the workspace stood at when the run started; null outside of a git repository. */
  readonly base: string | null;
  /** Digest of the blob with the run's AgentSetup; null for none. */
  readonly setup: string | null;
  readonly onAsk: OnAsk;
  /** Milliseconds after which an ask that nobody has answered is denied; absent for never. */
  readonly askTimeoutMs?: number;
  /** Whether a failed agent is held until a person decides (`hold`), or its call gives null at once. Absent: at once. */
  readonly onFail?: 'hold' | 'settle';
  readonly model: ModelChoice;
  /** What `model` options of calls stand for: alias to provider id. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly limits: RunLimits;
  /** What models cost, as it was known when the run started. Absent, like `caps`, in runs recorded before there were costs. */
  readonly prices?: PriceTable;
  readonly caps?: RunCaps;
  /** What the run need not do again, since another run has done it; absent for a run of its own. */
  readonly reuse?: Reuse;
  /** Whether storage keeps a record of the run. Absent in runs recorded before there was one. */
  readonly archived?: true;
  /** Whether the server knows our search attributes: setting an unknown one would fail the workflow task. */
  readonly searchable: boolean;
  /** Whether what runs are found by follows the run as it goes. Absent in runs recorded before it did: only their end. */
  readonly followed?: true;
}

/** The journal of another run, and how this one goes by it. */
export interface Reuse {
  readonly from: string;
  /** Digests of blobs, each a JSON array of JournalLine, in the order in which the lines were written. */
  readonly pages: readonly string[];
  /** `keyed`: every call that is found; `prefix`: as long as each call is found in its old place (Claude Code's rule). */
  readonly rule: 'keyed' | 'prefix';
}

/** Options of `agent()` that an agent type may settle. */
export type TypeOptions = Pick<AgentOptions, 'model' | 'effort' | 'maxTurns' | 'isolation'>;

/** What a run may spend at most. Each is absent for no cap. */
export interface SpendingCaps {
  readonly maxUsd?: number;
  /** Of every kind: input, output and cache. */
  readonly maxTokens?: number;
  /** Wall-clock milliseconds since the start. */
  readonly maxDurationMs?: number;
}

export interface RunCaps extends SpendingCaps {
  /** What becomes of the run at a cap. */
  readonly onCap: 'pause' | 'stop';
  /** What each agent may take at most, whatever its call or type says. */
  readonly agent: AgentCaps;
}

export type AgentCaps = Pick<AgentOptions, 'maxUsd' | 'maxTurns' | 'timeoutMs'>;

export interface RunLimits {
  /** Agents working at once, 1 to 500. */
  readonly concurrency: number;
  /** Agents a run may start, 1 to 100,000. */
  readonly maxAgents: number;
  /** How deep `workflow()` may nest; 1 as in Claude Code. */
  readonly nesting: number;
  /** Output-token target that `budget` shows to the script; null for none. */
  readonly tokenTarget: number | null;
  readonly guest: GuestLimits;
  readonly retry: RetryPolicy;
  readonly stallMs: number;
  /** Milliseconds without a heartbeat after which a leg counts as dead (G3: 20 s). */
  readonly heartbeatTimeoutMs: number;
  /** When a Temporal run is long enough to be carried on by another; absent in runs recorded before that could be. */
  readonly handOver?: HandOverLimits;
  /** Milliseconds the run waits for a provider that limits it before agents are lost; a day when absent. */
  readonly maxWaitMs?: number;
}

/** Of the history of a Temporal run. The server may suggest it earlier. */
export interface HandOverLimits {
  readonly events: number;
  readonly bytes: number;
}

/** What a run gets when nobody says otherwise (DESIGN §4; concurrency and ceiling as in Claude Code). */
export const DEFAULT_RUN_LIMITS: RunLimits = {
  concurrency: 16,
  maxAgents: 1_000,
  nesting: 1,
  tokenTarget: null,
  guest: DEFAULT_GUEST_LIMITS,
  retry: { attempts: 8, backoffMs: 500, maxBackoffMs: 30_000, longestWaitMs: 60_000 },
  stallMs: 180_000,
  heartbeatTimeoutMs: 20_000,
  handOver: { events: 8_000, bytes: 4_000_000 },
};

/** Largest values a person may ask for. */
export const MOST_CONCURRENT = 500;
export const MOST_AGENTS = 100_000;
