import * as z from 'zod';
import type { Json } from '../../src/interpreter/outcome.js';

// What many documents have in common.

/** Any JSON value. */
export const json = z.unknown() as unknown as z.ZodType<Json>;

/** A text out of a list that may grow within a version: codes of failures, names of settings. */
export function openList<T extends string>(): z.ZodType<T> {
  return z.string() as unknown as z.ZodType<T>;
}

export const count = z.int().min(0);
/** Milliseconds since the epoch. */
export const time = z.int().describe('Milliseconds since the epoch');
export const milliseconds = z.number().min(0).describe('Milliseconds');
export const call = z.int().describe('Number of the call, which names the agent');
export const runId = z.string().describe('Id of the run');

export const usage = z
  .object({
    input: count,
    output: count,
    cacheRead: count,
    cacheWrite: count,
    thinking: count.optional(),
    cacheWriteHour: count.optional(),
    webSearches: count.optional(),
  })
  .describe('Tokens as the provider counts them; webSearches in number');

export const cost = z.object({
  usd: z.number().describe('Dollars, for all tokens whose price is known'),
  unknown: count.describe('Tokens whose price is not known: they are in no sum of dollars'),
});

export const runStatus = z.enum([
  'running',
  'paused',
  'waiting',
  'completed',
  'completed_with_failures',
  'failed',
  'stopped',
]);

export const place = z
  .object({ run: runId, call, restarts: count })
  .describe('A conversation: of an agent that began anew so often');

export const worktree = z.object({ path: z.string(), branch: z.string() });
export const agentWorktree = worktree.extend({ call, label: z.string() });

export const counts = z.object({
  agents: count,
  queued: count,
  running: count,
  waiting: count,
  ok: count,
  failed: count,
  skipped: count,
});

export const phaseRow = counts.extend({
  title: z.string().nullable().describe('Null for agents that named no phase'),
  detail: z.string().nullable(),
  usage,
  cost,
});

export const totals = z.object({
  agents: count,
  ok: count,
  failed: count,
  skipped: count,
  tokens: count.describe('Of every kind'),
  usage,
  cost: cost.optional(),
  requests: count,
  reused: count.optional().describe('Agents whose outcome was taken over from another run'),
  durationMs: milliseconds,
});

export const question = z.object({
  question: z.string(),
  header: z.string(),
  options: z.array(z.object({ label: z.string(), description: z.string() })),
  multiSelect: z.boolean(),
});

export const ask = z.object({
  id: z.string(),
  tool: z.string(),
  summary: z.string(),
  reason: z.string(),
  detail: z.string().optional(),
  rules: z.array(z.string()).optional(),
  questions: z.array(question).optional().describe('Present when the agent asks a person something'),
});

export const askRow = z.object({ call, label: z.string(), phase: z.string().nullable(), ask });

export const spent = z.object({ usage, turns: count, requests: count, toolCalls: count, cost: cost.optional() });
