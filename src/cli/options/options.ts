import type { RunCapOptions } from './caps.js';
import type { ConnectFlags } from '../../server/connect-options.js';
import type { RunStatus } from '../../workflows/events.js';
import type { OnAsk } from '../../workflows/ports.js';
import type { OutputForm } from '../screens/choose-screen.js';

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

export interface ResumeOptions extends Omit<RunOptions, 'offline'> {
  readonly script?: string;
  readonly onlyPrefix?: boolean;
  readonly keepFailures?: boolean;
  readonly dryRun?: boolean;
  readonly invalidate?: readonly string[];
  readonly workspaceChanged?: 'ok' | 'refuse';
}

export interface SaveOptions extends ConnectionOptions {
  readonly project?: boolean;
  readonly user?: boolean;
  readonly force?: boolean;
}

export type AttachOptions = ConnectionOptions & OutputOptions;

export interface ResultOptions extends ConnectionOptions, OutputOptions {
  readonly wait?: boolean;
}

export type LookOptions = ConnectionOptions & JsonOption;

export interface LogsOptions extends ConnectionOptions, OutputOptions {
  readonly follow?: boolean;
  /** Of a conversation. */
  readonly full?: boolean;
  /** Lines at the end. */
  readonly tail?: number;
}

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

export interface ConfigShowOptions extends ConnectionOptions, JsonOption {
  readonly origin?: boolean;
}

export interface WorkerOptions extends ConnectionOptions {
  readonly storage?: string;
}
