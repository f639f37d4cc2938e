import * as z from 'zod';
import type { FaultCode } from '../../src/interpreter/host.js';
import { cost, count, json, openList, runId } from './common.js';

/** A command that failed. */
export const error = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });

const fault = z.object({
  name: z.string(),
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
  stack: z.array(z.string()),
  code: openList<FaultCode>(),
  suspect: z.enum(['none', 'mock-answers', 'missing-args']).describe('What else than the script may be to blame'),
});

const walk = {
  agents: count,
  calls: count,
  reused: count,
  begun: count,
  phases: z.array(z.object({ title: z.string(), agents: count })),
  models: z.array(z.object({ id: z.string(), agents: count })),
  labels: z.array(z.string()),
  logs: z.array(z.string()),
};

/** What is wrong with a script, or looks wrong. */
export const check = z.object({
  file: z.string(),
  ok: z.boolean().describe('Whether it would start'),
  problems: z.array(
    z.object({
      severity: z.enum(['error', 'warning']),
      code: z.string(),
      message: z.string(),
      hint: z.string(),
      line: z.int(),
      column: z.int(),
    }),
  ),
  dryRun: z
    .discriminatedUnion('ended', [
      z.object({ ...walk, ended: z.literal('returned') }),
      z.object({ ...walk, ended: z.literal('cut'), cut: z.enum(['calls', 'time']) }),
      z.object({ ...walk, ended: z.literal('faulted'), fault }),
    ])
    .nullable()
    .optional(),
  estimate: z
    .object({
      agents: count,
      atLeast: z.boolean(),
      tokens: z.number(),
      cost,
      perAgent: z.number(),
      from: z.enum(['past', 'assumption']),
    })
    .nullable()
    .optional(),
});

/** What a resumed run would take over, and what it would do. */
export const forecast = z.object({
  from: runId,
  reused: count,
  toRun: count,
  goingOn: count,
  atLeast: z.boolean(),
  tokens: z.number(),
  cost,
});

const process = z.object({ pid: count, started: z.string() });

/** How the local daemon stands. */
export const status = z.discriminatedUnion('at', [
  z.object({ at: z.literal('stopped') }),
  z.object({ at: z.literal('starting'), supervisor: process }),
  z.object({
    at: z.literal('running'),
    info: z.object({
      at: z.literal('ready'),
      supervisor: process,
      server: process.nullable(),
      worker: process.nullable(),
      gateway: process.nullable(),
      address: z.string(),
      namespace: z.string(),
      uiUrl: z.string(),
      storage: z.string(),
      logs: z.string(),
      control: z.string(),
      gatewaySocket: z.string(),
      versions: z.object({ cli: z.string(), server: z.string(), longhaul: z.string() }),
      workerBuild: z.string().nullable(),
      encryptionKey: z.string().nullable(),
      provider: z.object({ key: z.boolean(), cloud: z.string().nullable(), baseUrl: z.string().nullable() }),
      startedAt: z.string().describe('ISO 8601'),
    }),
    down: z.array(z.enum(['server', 'worker'])),
  }),
  z.object({ at: z.literal('crashed'), leftovers: z.array(process) }),
]);

/** Whether the local daemon ran. */
export const down = z.object({ stopped: z.boolean() });

/** What was removed from storage, or would be. */
export const gc = z.object({ blobs: count, bytes: count });

/** The settings in force. */
export const config = z.object({ settings: z.array(z.object({ key: z.string(), value: json, origin: z.string() })) });

/** What was found out about all that a run needs. */
export const doctor = z.object({
  ok: z.boolean().describe('Whether there is no problem'),
  findings: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['ok', 'warning', 'problem', 'skipped']),
      says: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});

/** What is installed. */
export const version = z.object({
  longhaul: z.string(),
  build: z.string(),
  node: z.string(),
  temporal: z.object({ cli: z.string(), server: z.string(), oldestServer: z.string() }),
  engine: z.string(),
  platform: z.string(),
});

/** The saved workflows that can be run by name. */
export const workflows = z.object({
  workflows: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      whenToUse: z.string().nullable(),
      origin: z.enum(['project', 'personal', 'bundled']),
      file: z.string(),
      shadows: z.array(z.string()),
    }),
  ),
  refused: z.array(z.object({ file: z.string(), code: z.string(), reason: z.string() })),
});
