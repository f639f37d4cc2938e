import * as z from 'zod';
import type { FailureCode } from '../../src/interpreter/outcome.js';
import { ask, call, count, json, openList, place, runId, spent, time, worktree } from './common.js';

export const failureCode = openList<FailureCode>();

export const ending = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok') }),
  z.object({ status: z.literal('skipped'), message: z.string() }),
  z.object({ status: z.literal('failed'), code: failureCode, message: z.string() }),
]);

export const wait = z.discriminatedUnion('for', [
  z.object({ for: z.enum(['resume', 'budget']) }),
  z.object({ for: z.literal('permission'), asks: z.array(ask) }),
  z.object({ for: z.enum(['rate-limit', 'no-provider']), until: time, message: z.string() }),
  z.object({ for: z.literal('failure'), code: failureCode, message: z.string() }),
]);

const position = z.discriminatedUnion('at', [
  z.object({ at: z.literal('queued') }),
  z.object({ at: z.literal('running'), leg: count }),
  z.object({ at: z.literal('waiting'), wait }),
  z.object({ at: z.literal('settled'), ending }),
]);

export const steering = z.object({ id: z.string(), text: z.string(), by: z.string() });

export const agentRow = z.object({
  call,
  label: z.string(),
  phase: z.string().nullable(),
  scope: z.array(z.string()).describe('Path of nested workflows'),
  model: z.string(),
  position,
  spent: spent.nullable(),
  restarts: count,
  messages: z.array(steering.extend({ deliveredAt: time.nullable() })),
  line: z.int().nullable().describe('Where the script calls it'),
  reused: place.nullable(),
  worktree: worktree.nullable(),
  queuedAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
});

const outcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), value: json }),
  z.object({ status: z.literal('skipped'), message: z.string() }),
  z.object({
    status: z.literal('failed'),
    code: failureCode,
    message: z.string(),
    seen: z.enum(['null', 'exception']).describe('What the script saw'),
  }),
]);

/** One agent. */
export const agent = z.object({
  run: runId,
  agent: agentRow,
  prompt: z.string().nullable(),
  live: z
    .object({ call, leg: count, turn: count, tool: z.string().nullable(), tokens: count, preview: z.string() })
    .nullable(),
  outcome: outcome.nullable(),
});

const items = [
  z.object({ kind: z.enum(['said', 'thought']), text: z.string() }),
  z.object({
    kind: z.literal('tool'),
    id: z.string(),
    tool: z.string(),
    summary: z.string(),
    input: json,
  }),
  z.object({ kind: z.literal('result'), id: z.string(), text: z.string(), failed: z.boolean() }),
  z.object({ kind: z.literal('told'), by: z.string(), text: z.string() }),
  z.object({ kind: z.literal('reminded'), text: z.string() }),
  z.object({ kind: z.literal('shortened'), summary: z.string() }),
] as const;

/** What an agent and those around it said. */
export const conversation = z.object({
  run: runId,
  call,
  label: z.string(),
  prompt: z.string().nullable(),
  items: z.array(z.discriminatedUnion('kind', items)),
  next: count.describe('Number of the entry that comes next'),
});

const within = { run: runId, call };
const [saidOrThought, tool, result, told, reminded, shortened] = items;

/** One line of a conversation. */
export const item = z.discriminatedUnion('kind', [
  z.object({ ...within, kind: z.literal('prompt'), text: z.string() }),
  saidOrThought.extend(within),
  tool.extend(within),
  result.extend(within),
  told.extend(within),
  reminded.extend(within),
  shortened.extend(within),
]);
