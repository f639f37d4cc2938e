import * as z from 'zod';
import { ending, steering, wait } from './agents.js';
import { call, count, place, spent, time, worktree } from './common.js';

const at = { seq: count.describe('Position of the event in its run, from 0'), at: time };
const by = z.string().describe('Who asked for it');
const scope = z.array(z.string()).describe('Path of nested workflows');

/** One thing that happened in a run. Consumers pass over types they do not know. */
export const event = z.discriminatedUnion('type', [
  z.object({
    ...at,
    type: z.literal('started'),
    name: z.string(),
    description: z.string(),
    phases: z.array(z.object({ title: z.string(), detail: z.string().optional(), model: z.string().optional() })),
  }),
  z.object({ ...at, type: z.literal('phase'), title: z.string() }),
  z.object({ ...at, type: z.literal('log'), line: z.string(), scope }),
  z.object({ ...at, type: z.literal('warned'), line: z.string(), scope }),
  z.object({
    ...at,
    type: z.literal('queued'),
    call,
    label: z.string(),
    phase: z.string().nullable(),
    scope,
    model: z.string(),
    line: z.int().optional().describe('Where the script calls it'),
  }),
  z.object({ ...at, type: z.literal('running'), call, leg: count }),
  z.object({ ...at, type: z.literal('waiting'), call, wait, spent: spent.nullable() }),
  z.object({ ...at, type: z.literal('settled'), call, ending, spent: spent.nullable(), reused: place.optional() }),
  z.object({
    ...at,
    type: z.literal('decided'),
    call,
    ask: z.string(),
    verdict: z.enum(['approved', 'answered', 'denied']),
    by,
    granted: z.object({ rules: z.array(z.string()), for: z.enum(['run', 'always']) }).optional(),
  }),
  z.object({ ...at, type: z.literal('limited'), until: time, message: z.string() }),
  z.object({ ...at, type: z.literal('served') }),
  z.object({ ...at, type: z.literal('spent'), call, spent }),
  z.object({ ...at, type: z.literal('restarted'), call, by }),
  z.object({ ...at, type: z.literal('steered'), call, message: steering }),
  z.object({ ...at, type: z.literal('delivered'), call, message: steering }),
  z.object({ ...at, type: z.literal('concurrency'), limit: count, by }),
  z.object({ ...at, type: z.literal('kept'), call, worktree }),
  z.object({ ...at, type: z.literal('paused'), by, why: z.string().optional(), drain: z.literal(true).optional() }),
  z.object({
    ...at,
    type: z.literal('raised'),
    by,
    caps: z.object({
      maxUsd: z.number().optional(),
      maxTokens: count.optional(),
      maxDurationMs: count.optional(),
      maxAgents: count.optional(),
    }),
  }),
  z.object({ ...at, type: z.literal('resumed'), by }),
  z.object({
    ...at,
    type: z.literal('ended'),
    status: z.enum(['completed', 'completed_with_failures', 'failed', 'stopped']),
  }),
]);
