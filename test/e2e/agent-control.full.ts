import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import type { RunEvent } from '../../src/workflows/events.js';
import type { AgentRow } from '../../src/workflows/state.js';
import { agentsOfTurns } from '../support/agents-of-turns.js';
import type { Program } from '../support/program.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 180_000;
const BY = { by: 'a test' };
const LABELLED = scriptText(
  `return await parallel(args.map((prompt, i) => () => agent(prompt, { label: 'agent ' + (i + 1) })))`,
);

const stack = sharedStack();
let worker: Program;
beforeAll(async () => {
  worker = await stack().startWorker();
}, WITHIN_MS);

/** Agents of ten turns; they answer what their last tool gave, or what a person told them to say. */
const { prompts } = agentsOfTurns(4, 10, 250);
const turns = prompts.map((prompt) => prompt.replace(/<<echo:.*>>/, ''));

/** A run in which two of four agents are at work, reached from a second client. */
async function controlled(work: (run: RunHandle) => Promise<void>): Promise<void> {
  const limits = { concurrency: 2, heartbeatTimeoutMs: 2_000 };
  const { run } = await stack().run(LABELLED, { args: turns, limits });
  const second = await stack().connect();
  try {
    const handle = second.attach(run);
    await until('two agents are at work', async () => (await handle.overview()).running === 2);
    await work(handle);
  } finally {
    await second.close();
  }
}

async function paused(run: RunHandle): Promise<void> {
  await run.pause(BY);
  await until('every leg has yielded', async () => (await run.overview()).running === 0);
}

async function rowOf(run: RunHandle, call: number): Promise<AgentRow> {
  const [row] = await run.agents({ offset: call - 1, limit: 1 });
  if (!row) throw new Error(`there is no agent ${call}`);
  return row;
}

async function eventsOf(run: RunHandle): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run.events()) events.push(event);
  return events;
}

const wrongState = (why: string) => ({ code: 'WRONG_STATE', fields: { why: expect.stringContaining(why) } });

describe('kill and skip', () => {
  it(
    'give null to calls of agents that work, wait or are queued, and the others end well',
    () =>
      controlled(async (run) => {
        await run.kill({ ...BY, call: 1 });
        await run.skip({ ...BY, call: 3 });
        await paused(run);
        await run.kill({ ...BY, call: 2 });
        await run.resume(BY);
        const { status, result, failures, totals } = await run.result();
        expect(status).toBe('completed_with_failures');
        expect(result).toEqual([null, null, null, expect.any(String)]);
        expect(failures.map(({ call, message }) => [call, message])).toEqual([
          [1, 'killed by a test'],
          [2, 'killed by a test'],
          [3, 'skipped by a test'],
        ]);
        expect(totals).toMatchObject({ agents: 4, ok: 1, skipped: 3 });
      }),
    WITHIN_MS,
  );

  it(
    'are refused for agents that are not there, have begun or have ended, and name those that can be meant',
    () =>
      controlled(async (run) => {
        await expect(run.kill({ ...BY, call: 99 })).rejects.toMatchObject(
          wrongState('there is no agent 99. Agents to kill: 1 (agent 1), 2 (agent 2), 3 (agent 3), 4 (agent 4)'),
        );
        await expect(run.skip({ ...BY, call: 1 })).rejects.toMatchObject(
          wrongState('agent 1 (agent 1) has begun (kill ends it). Agents to skip: 3 (agent 3), 4 (agent 4)'),
        );
        await expect(run.restart({ ...BY, call: 4 })).rejects.toMatchObject(wrongState('has not begun'));
        await run.kill({ ...BY, call: 1 });
        for (const again of [run.kill, run.skip, run.restart]) {
          await expect(again({ ...BY, call: 1 })).rejects.toMatchObject(wrongState('has ended already (skipped)'));
        }
        await expect(run.steer({ ...BY, call: 1, text: 'x' })).rejects.toMatchObject(wrongState('has ended already'));
        await run.stop(BY);
      }),
    WITHIN_MS,
  );
});

describe('restart', () => {
  it(
    'begins a new conversation, keeps the old one and what it has cost, at work and in a pause',
    () =>
      controlled(async (run) => {
        await run.restart({ ...BY, call: 1 });
        await until('agent 1 is at work again', async () => (await rowOf(run, 1)).position.at === 'running');
        await paused(run);
        await run.restart({ ...BY, call: 1 });
        await worker.end('SIGKILL');
        worker = await stack().startWorker();
        await run.resume(BY);

        expect(await run.result()).toMatchObject({ status: 'completed', totals: { agents: 4, ok: 4 } });
        const again = await rowOf(run, 1);
        expect(again).toMatchObject({ restarts: 2, position: { at: 'settled' } });
        const { transcripts } = stack().storage;
        const conversations = await Promise.all(
          [0, 1, 2].map((restarts) => transcripts.read({ run: run.run, call: 1, restarts })),
        );
        const replies = conversations.map(
          (entries) => entries.filter((entry) => (entry as { kind: string }).kind === 'reply').length,
        );
        expect(replies[2]).toBe(10);
        expect(again.spent?.turns).toBe(replies.reduce((sum, each) => sum + each, 0));
      }),
    WITHIN_MS,
  );
});

describe('steer', () => {
  it(
    'tells agents that work, wait or are queued at their next turn, once, and the record says when',
    () =>
      controlled(async (run) => {
        await run.steer({ ...BY, call: 1, text: 'say <<echo:first>>', id: 'm1' });
        await until('it is delivered', async () => (await rowOf(run, 1)).messages[0]?.deliveredAt !== null);
        await run.steer({ ...BY, call: 1, text: 'say <<echo:first>>', id: 'm1' });
        await paused(run);
        await run.steer({ ...BY, call: 'all', text: 'say <<echo:all>>', id: 'm2' });
        await worker.end('SIGKILL');
        worker = await stack().startWorker();
        await run.resume(BY);

        // The first echo of a conversation counts.
        expect(await run.result()).toMatchObject({ status: 'completed', result: ['first', 'all', 'all', 'all'] });
        const events = await eventsOf(run);
        const told = events.flatMap((event) => (event.type === 'delivered' ? [[event.call, event.message.id]] : []));
        expect(told.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
          [1, 'm1'],
          [1, 'm2'],
          [2, 'm2'],
          [3, 'm2'],
          [4, 'm2'],
        ]);
        const entries = await stack().storage.transcripts.read({ run: run.run, call: 1 });
        expect(entries.filter((entry) => (entry as { kind: string }).kind === 'steered')).toEqual([
          { kind: 'steered', id: 'm1', text: 'say <<echo:first>>', by: 'a test' },
          { kind: 'steered', id: 'm2', text: 'say <<echo:all>>', by: 'a test' },
        ]);
        await expect(run.steer({ ...BY, call: 'all', text: 'x' })).rejects.toMatchObject(wrongState('has ended'));
      }),
    WITHIN_MS,
  );

  it(
    'refuses messages that say nothing or too much',
    () =>
      controlled(async (run) => {
        await expect(run.steer({ ...BY, call: 1, text: ' ' })).rejects.toMatchObject(wrongState('is empty'));
        await expect(run.steer({ ...BY, call: 1, text: 'x'.repeat(20_001) })).rejects.toMatchObject(
          wrongState('longer than 20000'),
        );
        await run.stop(BY);
      }),
    WITHIN_MS,
  );
});

describe('concurrency and the ceiling of agents', () => {
  it(
    'count at once',
    () =>
      controlled(async (run) => {
        await run.setConcurrency({ ...BY, limit: 4 });
        await until('all four are at work', async () => (await run.overview()).running === 4);
        for (const limit of [0, 501, 1.5]) {
          await expect(run.setConcurrency({ ...BY, limit })).rejects.toMatchObject(wrongState('from 1 to 500'));
        }
        await run.stop(BY);
      }),
    WITHIN_MS,
  );

  it(
    'let a run start more agents when they are raised',
    async () => {
      const first = scriptText(`const first = await agent('<<delay:4000>><<echo:first>>');
const refused = await agent('x').catch(() => 'refused');
return [first, refused];`);
      const raised = await stack().run(first, { limits: { maxAgents: 1 } });
      await until('its agent is at work', async () => (await raised.overview()).running === 1);
      await expect(raised.raise({ ...BY, maxAgents: 0 })).rejects.toMatchObject(wrongState('from 1 to 100000'));
      await raised.raise({ ...BY, maxAgents: 2 });
      expect(await raised.result()).toMatchObject({ status: 'completed', result: ['first', 'RESULT'] });
    },
    WITHIN_MS,
  );
});
