// One agent of twelve turns, each but the last of which appends to a file through Bash, and whose worker is killed again
// and again: what must hold however often that happens.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { taskName } from '../../src/agent/model/scripted/task.js';
import { scriptText } from '../support/script-text.js';
import type { Stack } from '../support/stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

/** When the worker is killed: while the reply of this turn is awaited, or while its tool is at work. */
export interface KillPoint {
  readonly turn: number;
  readonly during: 'request' | 'tool';
}

const TURNS = 12;
/** Turns that use the tool. */
const EFFECTS = Array.from({ length: TURNS - 1 }, (_, i) => i + 1);

/** The moments in an agent's life that differ, in their order. */
export const ALL_POINTS: readonly KillPoint[] = Array.from({ length: TURNS }, (_, i) => i + 1).flatMap((turn) => [
  { turn, during: 'request' } as const,
  ...(turn < TURNS ? [{ turn, during: 'tool' } as const] : []),
]);

/** Runs the agent on a stack without a worker. Its worker is killed at each of the `points`, which are in their order. */
export async function killAtEach(stack: Stack, points: readonly KillPoint[]): Promise<void> {
  const agent = await startAgent(stack);
  let worker = await stack.startWorker();
  let lost = 0;
  for (const point of points) {
    await agent.reaches(point);
    await worker.end('SIGKILL');
    const lostNow = await agent.lost();
    expect(lostNow - lost).toBeLessThanOrEqual(1);
    lost = lostNow;
    worker = await stack.startWorker();
  }

  expect(await agent.result()).toMatchObject({ status: 'completed', failures: [], result: 'all is done' });
  // A turn that was complete is never asked for again: at most one request a kill is.
  expect(await agent.lost()).toBeLessThanOrEqual(points.length);
  expect(await agent.replies()).toBe(TURNS);
  await expectHonestEffects(agent);
  await worker.end('SIGTERM');
}

/** Each effect happens at most once, and the model knows of each whether it has happened, or that this is unknown. */
async function expectHonestEffects(agent: Agent): Promise<void> {
  const lines = await agent.lines();
  const told = await agent.told();
  for (const turn of EFFECTS) {
    const begun = lines.filter((line) => line === `begin ${turn}`).length;
    const ended = lines.filter((line) => line === `end ${turn}`).length;
    const unknown = told[turn - 1]?.includes('outcome unknown');
    if (unknown) expect({ turn, begun: begun <= 1, ended: ended <= begun }).toEqual({ turn, begun: true, ended: true });
    else expect({ turn, begun, ended }).toEqual({ turn, begun: 1, ended: 1 });
  }
}

interface Agent {
  result(): Promise<unknown>;
  /** Or is beyond it: on a machine that stood still the moment may have passed unseen. */
  reaches(point: KillPoint): Promise<void>;
  /** Replies in its transcript. */
  replies(): Promise<number>;
  /** Requests that no reply came of. None may be in flight. */
  lost(): Promise<number>;
  /** What its tools have written. */
  lines(): Promise<readonly string[]>;
  /** What the model was told of its calls, in their order. */
  told(): Promise<readonly string[]>;
}

async function startAgent(stack: Stack): Promise<Agent> {
  const workspace = await tempFolder();
  const script = scriptText('return await agent(args)');
  const { run, result } = await stack.run(script, { args: PROMPT, workspace, limits: { heartbeatTimeoutMs: 2_000 } });
  const asked = async () => (await stack.modelStats()).byTask[taskName(PROMPT)] ?? 0;
  const earlier = await asked();
  const transcript = async () => (await stack.storage.transcripts.read({ run, call: 1 })) as readonly TranscriptEntry[];
  const replies = async () => (await transcript()).filter(({ kind }) => kind === 'reply').length;
  const inFlight = async () => (await stack.modelStats()).inFlight > 0;
  const lines = async () => (await readFile(join(workspace, FILE), 'utf8')).trim().split('\n');
  const begun = async (turn: number) => (await lines().catch(() => [''])).includes(`begin ${turn}`);
  return {
    result,
    replies,
    lines,
    reaches: ({ turn, during }) =>
      during === 'request'
        ? until(`turn ${turn} is asked for`, async () => (await replies()) >= turn - ((await inFlight()) ? 1 : 0))
        : until(`the tool of turn ${turn} is at work`, async () => (await begun(turn)) || (await replies()) > turn),
    async lost() {
      await until('the model has nothing to answer', async () => !(await inFlight()));
      return (await asked()) - earlier - (await replies());
    },
    async told() {
      const results = (await transcript()).flatMap((entry) => (entry.kind === 'results' ? entry.results : []));
      return results.map(({ content }) => JSON.stringify(content));
    },
  };
}

const FILE = 'effects.txt';

const PROMPT = `<<delay:300>>${EFFECTS.map(toolOf).join('')}<<echo:all is done>>`;

function toolOf(turn: number): string {
  const command = `echo begin ${turn} >> ${FILE}; sleep 0.7; echo end ${turn} >> ${FILE}`;
  // The directive ends at the first `>>`.
  return `<<tool:Bash ${JSON.stringify({ command }).replaceAll('>', '\\u003e')}>>`;
}
