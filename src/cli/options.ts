import type { RunCapOptions } from './caps.js';
import type { ConnectFlags } from '../server/connect-options.js';
import type { RunStatus } from '../workflows/events.js';
import type { OnAsk } from '../workflows/ports.js';
import type { OutputForm } from './screens/choose-screen.js';

/** Options of every command that reaches a server. */
export type ConnectionOptions = ConnectFlags;

/** Options of every command that shows a run. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly output?: OutputForm;
  readonly quiet?: boolean;
  readonly allowFailures?: boolean;
}

/** Options that say how far a run may go: those of `withLimits`. */
export interface LimitOptions extends RunCapOptions {
  readonly concurrency?: number;
  readonly maxAgents?: number;
  /** Milliseconds. */
  readonly maxWait?: number;
  readonly onFail?: 'hold' | 'settle';
}

export interface RunOptions extends ConnectionOptions, OutputOptions, LimitOptions {
  readonly args?: string;
  readonly yes?: boolean;
  readonly detach?: boolean;
  readonly model?: string;
  readonly offline?: boolean;
  readonly cwd?: string;
  readonly onAsk?: OnAsk;
  /** Milliseconds. */
  readonly askTimeout?: number;
  readonly trust?: boolean;
}

export interface ResumeOptions extends Omit<RunOptions, 'yes' | 'offline'> {
  readonly script?: string;
  readonly onlyPrefix?: boolean;
  readonly keepFailures?: boolean;
  readonly dryRun?: boolean;
  readonly invalidate?: readonly string[];
  readonly workspaceChanged?: 'ok' | 'refuse';
}

export type AttachOptions = ConnectionOptions & OutputOptions;

export interface ListOptions extends ConnectionOptions, JsonOption {
  readonly status?: RunStatus;
  readonly name?: string;
  /** Milliseconds back from now. */
  readonly since?: number;
  readonly limit: number;
}

export interface ControlOptions extends ConnectionOptions {
  /** Of `pause`. */
  readonly drain?: boolean;
}

export interface SteerOptions extends ConnectionOptions {
  readonly all?: boolean;
}

export interface JsonOption {
  readonly json?: boolean;
}

export interface CheckOptions extends JsonOption {
  readonly dryRun?: boolean;
  /** Of the dry run. */
  readonly args?: string;
}
