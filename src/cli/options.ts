import type { RunCapOptions } from './caps.js';
import type { ConnectFlags } from '../server/connect-options.js';
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

export interface RunOptions extends ConnectionOptions, OutputOptions, RunCapOptions {
  readonly args?: string;
  readonly yes?: boolean;
  readonly detach?: boolean;
  readonly concurrency?: number;
  readonly maxAgents?: number;
  readonly model?: string;
  readonly offline?: boolean;
  readonly cwd?: string;
  readonly onAsk?: OnAsk;
  readonly trust?: boolean;
}

export type AttachOptions = ConnectionOptions & OutputOptions;

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
