import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serveGateway } from '../../../src/client/gateway/serve-gateway.js';
import { GatewayLost, openWire, type Wire } from '../../../src/client/gateway/wire.js';
import type { LonghaulClient } from '../../../src/client/longhaul-client.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';

/** How many follow a run now. */
let followed: number;

/** Of a run that goes on: one, and then nothing for as long as anybody listens. */
async function* events(from: number, signal: AbortSignal): AsyncIterable<unknown> {
  followed++;
  yield { seq: from };
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  followed--;
}

let path: string;
let server: Server;
let wire: Wire;

beforeEach(async () => {
  path = join(await tempFolder(), 'gateway.sock');
  followed = 0;
  server = await serveGateway(path, { attach: () => ({ events }) } as unknown as LonghaulClient);
  wire = (await openWire(path)) as Wire;
});
afterEach(() => {
  wire.close();
  server.close();
});

const QUESTION = { ask: 'events', run: 'lh-any-0', from: 7 } as const;

describe('whoever asks a gateway for the events of a run that goes on', () => {
  it.each(['stops taking them', 'aborts while there are none', 'aborts while taking one'])(
    'and %s leaves nobody behind who follows it',
    async (how) => {
      const enough = new AbortController();
      const taken: unknown[] = [];
      for await (const event of wire.items(QUESTION, enough.signal)) {
        taken.push(event);
        expect(followed).toBe(1);
        if (how === 'stops taking them') break;
        if (how === 'aborts while taking one') enough.abort();
        else setTimeout(() => enough.abort(), 10);
      }
      expect(taken).toEqual([{ seq: 7 }]);
      await until('nobody follows it', () => followed === 0);
    },
  );

  it('may do so beside others, who go on', async () => {
    const others = wire.items(QUESTION)[Symbol.asyncIterator]();
    await others.next();
    for await (const _ of wire.items(QUESTION)) break;
    await until('one follows it', () => followed === 1);
  });

  it('and goes away leaves nobody behind either', async () => {
    await wire.items(QUESTION)[Symbol.asyncIterator]().next();
    wire.close();
    await until('nobody follows it', () => followed === 0);
  });
});

describe('a gateway whose asker dies', () => {
  const askRawly = async (text: string) => {
    const socket = connect(path).on('error', () => undefined);
    await once(socket, 'connect');
    await new Promise((resolve) => socket.write(text, resolve));
    return socket.pause();
  };
  const serves = async () => {
    const other = (await openWire(path)) as Wire;
    for await (const event of other.items(QUESTION)) {
      expect(event).toEqual({ seq: 7 });
      break;
    }
    other.close();
  };

  it('in the middle of a question serves the others', async () => {
    (await askRawly('{"id":1,"question":{"ask"')).end();
    await serves();
  });

  it('with answers unread serves the others', async () => {
    const socket = await askRawly(`${JSON.stringify({ id: 1, question: QUESTION })}\n`);
    await until('it is followed', () => followed === 1);
    socket.destroy();
    await until('nobody follows it', () => followed === 0);
    await serves();
  });
});

it('a gateway that dies with questions unread is lost to those who asked', async () => {
  const dying = createServer({ pauseOnConnect: true }, (socket) => setTimeout(() => socket.destroy(), 50));
  const at = join(await tempFolder(), 'dying.sock');
  await new Promise<void>((resolve) => dying.listen(at, resolve));
  const asking = (await openWire(at)) as Wire;
  await expect(asking.ask(QUESTION)).rejects.toThrow(GatewayLost);
  dying.close();
});
