// What goes through the gateway's socket: one JSON value a line. A client may have many questions open at once.

import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { RunSpec } from '../../workflows/spec.js';
import type { RunFilter } from '../list-runs.js';
import type { RunHandle } from '../run-handle.js';

/** What can be asked of a run with one question and one answer. */
export type RunMethod = Exclude<keyof RunHandle, 'run' | 'events'>;

/** All of them: the compiler misses none, and nothing else can be called from outside. */
export const RUN_METHODS: Readonly<Record<RunMethod, true>> = {
  overview: true,
  isOpen: true,
  result: true,
  asks: true,
  approve: true,
  answer: true,
  deny: true,
  pause: true,
  resume: true,
  raise: true,
  cost: true,
  stop: true,
  agents: true,
  live: true,
  kill: true,
  skip: true,
  restart: true,
  steer: true,
  setConcurrency: true,
};

export type Question =
  /** `setup` in base64. Answered by the run's id, as `find` is. */
  | { readonly ask: 'start'; readonly spec: RunSpec; readonly setup: string }
  | { readonly ask: 'find'; readonly named: string }
  | { readonly ask: 'run'; readonly run: string; readonly method: RunMethod; readonly args: readonly unknown[] }
  | { readonly ask: 'inbox' }
  | { readonly ask: 'past'; readonly name: string; readonly most: number }
  /** Answered by items, then by a value. */
  | { readonly ask: 'list'; readonly filter: RunFilter }
  | { readonly ask: 'events'; readonly run: string; readonly from: number };

export interface Asking {
  /** Unique within the connection. */
  readonly id: number;
  readonly question: Question;
}

/** Nobody listens to the answers to that question any more. */
export interface Leaving {
  readonly left: number;
}

export type Answer =
  | { readonly id: number; readonly kind: 'item' | 'value'; readonly value?: unknown }
  | { readonly id: number; readonly kind: 'error'; readonly error: WireError };

/** Errors of ours travel as data and get their words back; of others there are only words. */
export type WireError =
  | { readonly code: LonghaulError['code']; readonly fields: LonghaulError['fields'] }
  | { readonly message: string; readonly stack?: string };

export function toWire(error: unknown): WireError {
  if (isLonghaulError(error)) return { code: error.code, fields: error.fields };
  const stack = error instanceof Error ? error.stack : undefined;
  return { message: messageOf(error), ...(stack !== undefined && { stack }) };
}

export function fromWire(wire: WireError): Error {
  if ('code' in wire) return new LonghaulError(wire.code, wire.fields);
  return Object.assign(new Error(wire.message), wire.stack !== undefined && { stack: wire.stack });
}
