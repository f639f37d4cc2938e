// Rounds of the survival test: a run of many short agents, in the middle of which something is killed.

import { expect } from '@jest/globals';
import type { ScriptedStats } from '../../src/agent/model/scripted/scripted-model.js';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import type { RunLimits } from '../../src/workflows/spec.js';
import type { Program } from '../support/program.js';
import { scriptText } from '../support/script-text.js';
import type { Stack } from '../support/stack.js';
import { until } from '../support/until.js';

export type Victim = 'worker' | 'server' | 'both';

export const AGENTS = 60;

/** One round on a stack that has `worker`; returns the worker that serves afterwards. */
export async function killRound(
  stack: Stack,
  worker: Program,
  round: { readonly name: string; readonly victim: Victim; readonly atRequest: number; readonly limits: Partial<RunLimits> },
): Promise<Program> {
  const { name, victim, atRequest, limits } = round;
  const run = await stack.run(script(name), { limits });
  await until(`${atRequest} agents have been asked`, async () => requestsOf(await stack.modelStats(), name) >= atRequest);

  if (victim !== 'server') await worker.end('SIGKILL');
  if (victim !== 'worker') await stack.killServer();
  const finished = await finishedAgents(stack, run.run);
  const atKill = await stack.modelStats();
  if (victim !== 'worker') await stack.restartServer();
  const successor = victim === 'server' ? worker : await stack.startWorker();

  const result = await run.result();
  expect(result).toMatchObject({ status: 'completed', failures: [], totals: { agents: AGENTS, ok: AGENTS } });
  expect(result.result).toEqual(Array.from({ length: AGENTS }, (_, i) => `answer ${i}`));

  const atEnd = await stack.modelStats();
  const inFlight = asked(atKill, name) - finished.length;
  expect(requestsOf(atEnd, name)).toBeLessThanOrEqual(AGENTS + inFlight);
  for (const i of finished) expect([i, atEnd.byTask[prompt(name, i)]]).toEqual([i, atKill.byTask[prompt(name, i)]]);
  return successor;
}

function script(name: string): string {
  return scriptText(
    `return await parallel(Array.from({ length: ${AGENTS} }, (_, i) => () => agent('${prompt(name, '')}' + i + '${ORDER}' + i + '>>')))`,
    name,
  );
}
