import * as z from 'zod';
import { agentRow } from './agents.js';
import {
  agentWorktree,
  askRow,
  call,
  cost,
  count,
  counts,
  json,
  milliseconds,
  phaseRow,
  place,
  runId,
  runStatus,
  time,
  totals,
  usage,
} from './common.js';
import { event } from './events.js';

const label = z.string();
const phase = z.string().nullable();

const runError = z.object({
  code: z.string(),
  name: z.string(),
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  stack: z.array(z.string()).optional(),
});

/** What a run leaves behind. */
export const result = z.object({
  run: runId.nullable().describe('Null for one that was refused before it started'),
  status: z.enum(['completed', 'completed_with_failures', 'failed', 'stopped', 'rejected']),
  result: json.optional().describe('Absent when the script returned nothing, or not at all'),
  error: runError.extend({ hint: z.string().optional() }).optional(),
  failures: z.array(
    z.object({
      call,
      label,
      phase,
      code: z.string(),
      message: z.string(),
      requests: count,
      tokens: count,
      durationMs: milliseconds.nullable(),
    }),
  ),
  worktrees: z.array(agentWorktree),
  totals,
  warnings: z.array(z.string()),
  phases: z.array(phaseRow),
});

/** A run that was started and that nobody follows. */
export const started = z.object({ run: runId, status: z.literal('running') });

/** What the server tells of runs without asking their workers. */
export const list = z.object({
  runs: z.array(
    z.object({
      run: runId,
      name: z.string(),
      status: runStatus,
      startedAt: time,
      endedAt: time.nullable(),
      costUsd: z.number().nullable().describe('Null where a part of it is not known'),
      phase,
      asks: count.nullable().describe('What waits for a person; null when the server does not know'),
      offline: z.boolean().describe('Whether the scripted model answers its agents'),
    }),
  ),
});

/** What agents of all runs ask of persons. */
export const inbox = z.object({
  runs: z.array(
    z.object({
      run: runId,
      name: z.string(),
      asks: z.array(askRow),
      unanswered: z.string().optional().describe('Why the run could not be asked'),
    }),
  ),
});

/** What agents of one run ask of persons. */
export const asks = z.object({ run: runId, asks: z.array(askRow) });

const costRow = z.object({ name: z.string().nullable(), agents: count, cost, usage });

/** What a run has cost so far. */
export const costReport = z.object({
  run: runId,
  cost,
  usage,
  phases: z.array(costRow),
  models: z.array(costRow),
  agents: z.array(costRow.extend({ call })),
});

const reason = {
  waitsFor: z.enum([
    'permission',
    'answer',
    'decision',
    'resume',
    'cap',
    'provider',
    'key',
    'worker',
    'agents',
    'script',
    'nothing',
  ]),
  because: z.string(),
  command: z.string().nullable().describe('What lets it go on; null when there is nothing to do'),
};

/** What a run waits for. */
export const why = z.object({ run: runId, ...reason });

const from = z.enum(['server', 'record']).describe('record: no worker could be asked');

/** A run at a glance. */
export const show = z.object({
  run: runId,
  name: z.string(),
  description: z.string(),
  status: runStatus,
  why: z.object(reason),
  startedAt: time,
  endedAt: time.nullable(),
  from,
  phase,
  phases: z.array(phaseRow),
  totals,
  counts,
  agents: z.array(agentRow).describe('Those that wait or failed: the first thousand'),
  worktrees: z.array(agentWorktree),
  warnings: z.array(z.string()),
  error: runError.nullable(),
  start: z
    .object({
      script: z.object({ file: z.string(), digest: z.string() }),
      args: json.optional(),
      workspace: z.string(),
      model: z.string(),
      offline: z.boolean(),
      limits: z.object({ concurrency: count, maxAgents: count }),
      caps: z.object({ maxUsd: z.number().optional(), maxTokens: count.optional(), maxDurationMs: count.optional() }),
      resumedFrom: runId.nullable(),
    })
    .nullable(),
  resumedAs: z.array(runId),
});

/** What happened in a run. */
export const logs = z.object({ run: runId, events: z.array(event) });

/** A run as one document. */
export const report = z.object({
  run: runId,
  name: z.string(),
  description: z.string(),
  status: runStatus,
  goesOn: z.boolean(),
  endUnknown: z.boolean(),
  from,
  writtenAt: time,
  startedAt: time,
  endedAt: time.nullable(),
  pausedFor: z.string().nullable(),
  asks: count,
  totals,
  result: json.optional(),
  error: runError.nullable(),
  phases: z.array(phaseRow),
  models: z.array(costRow),
  agents: z.array(
    z.object({
      call,
      label,
      phase,
      scope: z.array(z.string()),
      line: z.int().nullable(),
      model: z.string(),
      status: z.enum(['queued', 'running', 'waiting', 'ok', 'failed', 'skipped']),
      code: z.string().nullable(),
      why: z.string().nullable(),
      restarts: count,
      reused: place.nullable(),
      startedAt: time.nullable(),
      durationMs: milliseconds.nullable(),
      requests: count.nullable(),
      tokens: count.nullable(),
      usage: usage.nullable(),
      cost: cost.nullable(),
    }),
  ),
  worktrees: z.array(agentWorktree),
  warnings: z.array(z.string()),
  logs: z.array(z.string()),
  script: z.object({ file: z.string(), calls: z.array(z.object({ line: z.int(), calls: count })) }).nullable(),
  args: json,
});
