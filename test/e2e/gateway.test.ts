// The two ways to the server, Temporal's client and the daemon's gateway, must be the same to whoever asks.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectGateway } from '../../src/client/gateway/gateway-client.js';
import { serveGateway } from '../../src/client/gateway/serve-gateway.js';
import type { LonghaulClient } from '../../src/client/longhaul-client.js';
import { type PreparedRun, prepareRun } from '../../src/client/prepare-run.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 120_000;
const BY = { by: 'a test' };
const SLEEPER = `export const meta = { name: 'sleeper', description: 'd' };
log('asleep');
await new Promise((resolve) => setTimeout(resolve, args.ms));
return { slept: args.ms, text: 'ü\\n\\u2028' };`;

const stack = sharedStack();
const wanted: (() => Promise<unknown>)[] = [];
let folder: string;
let direct: LonghaulClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-gateway-'));
  await writeFile(join(folder, 'sleeper.js'), SLEEPER);
  await stack().startWorker();
  direct = stack().client;
}, WITHIN_MS);
afterAll(async () => {
  for (const end of wanted) await end();
  await rm(folder, { recursive: true });
});

interface Way {
  readonly client: LonghaulClient;
  readonly server: Server;
  /** What the server end has open. */
  readonly cut: () => void;
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const elsewhere = () => ({ direct: () => stack().connect(), storage: () => Promise.resolve(stack().storage) });

let sockets = 0;

async function throughGateway(): Promise<Way> {
  const path = join(folder, `${++sockets}.sock`);
  const server = await serveGateway(path, direct);
  const connections = new Set<{ destroy: () => unknown }>();
  server.on('connection', (socket) => connections.add(socket));
  const client = await connectGateway(path, elsewhere());
  if (!client) throw new Error('the gateway does not answer');
  const cut = () => connections.forEach((socket) => socket.destroy());
  wanted.push(async () => {
    await client.close();
    server.close();
  });
  return { client, server, cut };
}

const sleeper = (ms: number): Promise<PreparedRun> =>
  prepareRun(
    { script: join(folder, 'sleeper.js'), workspace: folder, args: JSON.stringify({ ms }) },
    { env: {}, home: folder },
  );

describe.each([
  ["Temporal's client", async () => direct],
  ['the gateway', async () => (await throughGateway()).client],
])('a run asked for through %s', (_name, open) => {
  it(
    'is started, found, followed, controlled and answered',
    async () => {
      const client = await open();
      const run = await client.start(await sleeper(2_000));
      // The server lists a run a moment after it has taken it.
      await until('it is found by the beginning of its id', async () => {
        const found = await client.find(run.run.slice(0, -2)).catch(() => null);
        return found?.run === run.run;
      });
      expect(await run.isOpen()).toBe(true);
      await run.pause(BY);
      expect(await run.overview()).toMatchObject({ run: run.run, status: 'paused' });
      await expect(run.pause(BY)).rejects.toMatchObject({ code: 'WRONG_STATE', fields: { run: run.run } });
      expect(await run.asks()).toEqual([]);
      await run.resume(BY);

      const events = await all(run.events());
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
      expect(events.map(({ type }) => type)).toEqual(['started', 'log', 'paused', 'resumed', 'ended']);
      expect(await all(run.events(3))).toEqual(events.slice(3));
      const result = { slept: 2_000, text: 'ü\n\u2028' };
      expect(await run.result()).toMatchObject({ status: 'completed', result });
      await expect(run.stop(BY)).rejects.toMatchObject({ code: 'WRONG_STATE' });
      const newest = async () => (await all(client.list({ name: 'sleeper', limit: 1 })))[0];
      await until('the run is listed as it ended', async () => (await newest())?.status === 'completed');
      expect(await newest()).toMatchObject({ run: run.run, name: 'sleeper', asks: 0 });
      expect(await client.past('sleeper', 1)).toMatchObject([{ agents: 0 }]);
      expect(await client.inbox()).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'that does not exist is an error of ours',
    async () => {
      const client = await open();
      const nobody = `lh-nobody-${'0'.repeat(26)}`;
      await expect(client.attach(nobody).overview()).rejects.toMatchObject({ code: 'RUN_NOT_FOUND', exitCode: 3 });
      await expect(client.find('lh-nobody-x')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    },
    WITHIN_MS,
  );

  it(
    'is started once, however often it is asked for',
    async () => {
      const client = await open();
      const prepared = await sleeper(10);
      const first = await client.start(prepared);
      await first.result();
      const again = await client.start(prepared);
      expect(again.run).toBe(first.run);
      const events = await all(again.events());
      expect(events.filter(({ type }) => type === 'started')).toHaveLength(1);
    },
    WITHIN_MS,
  );
});

describe('a gateway that goes away', () => {
  it(
    'loses no event and no answer',
    async () => {
      const { client, cut } = await throughGateway();
      const run = await client.start(await sleeper(3_000));
      const result = run.result();
      const seen: number[] = [];
      const following = (async () => {
        for await (const { seq } of run.events()) seen.push(seq);
      })();
      await until('the first events have come', async () => seen.length >= 2);
      cut();
      await following;
      expect(seen).toEqual([0, 1, 2]);
      expect(await result).toMatchObject({ status: 'completed' });
      expect(await run.isOpen()).toBe(false);
    },
    WITHIN_MS,
  );

  it(
    'is not replaced for a client that is closed',
    async () => {
      const path = join(folder, 'closed.sock');
      const server = await serveGateway(path, direct);
      const instead = jest.fn(elsewhere().direct);
      const client = await connectGateway(path, { ...elsewhere(), direct: instead });
      if (!client) throw new Error('the gateway does not answer');
      const run = await client.start(await sleeper(60_000));
      const following = all(run.events());
      const waiting = expect(run.result()).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
      await client.close();
      await waiting;
      await following;
      expect(instead).not.toHaveBeenCalled();
      server.close();
    },
    WITHIN_MS,
  );

  it('is told from one that was never there', async () => {
    expect(await connectGateway(join(folder, 'none.sock'), elsewhere())).toBeNull();
  });

  it(
    'no longer asks for those who have gone',
    async () => {
      const { client, cut } = await throughGateway();
      const run = await client.start(await sleeper(60_000));
      const signal = AbortSignal.timeout(1_500);
      expect(await all(run.events(0, signal))).toHaveLength(2);
      cut();
      await direct.attach(run.run).stop(BY);
    },
    WITHIN_MS,
  );
});
