import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { LonghaulClient } from '../longhaul-client.js';
import { onLines } from './on-lines.js';
import { type Answer, type Asking, type Leaving, type Question, RUN_METHODS, toWire } from './protocol.js';

/**
 * Lets other processes of this user ask `client`, over a socket that is its owner's alone. Resolves when it listens;
 * rejects when it cannot.
 */
export async function serveGateway(path: string, client: LonghaulClient): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer((socket) => serve(socket, client));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return server;
}

function serve(socket: Socket, client: LonghaulClient): void {
  /** What is being answered. Whoever goes away, or says so, before the end has given up on it. */
  const open = new Map<number, AbortController>();
  socket.on('close', () => open.forEach((gone) => gone.abort()));
  const reply = (answer: Answer): void => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`);
  };
  const answer = async ({ id, question }: Asking): Promise<void> => {
    const gone = new AbortController();
    open.set(id, gone);
    try {
      const value = await answerTo(question, client, {
        item: (value) => reply({ id, kind: 'item', value }),
        gone: gone.signal,
      });
      reply({ id, kind: 'value', value });
    } catch (error) {
      reply({ id, kind: 'error', error: toWire(error) });
    } finally {
      open.delete(id);
    }
  };
  onLines(socket, (line) => {
    const message = JSON.parse(line) as Asking | Leaving;
    if ('left' in message) open.get(message.left)?.abort();
    else void answer(message);
  });
}

interface Asker {
  readonly item: (value: unknown) => void;
  /** Aborts when nobody listens any more. */
  readonly gone: AbortSignal;
}

async function answerTo(question: Question, client: LonghaulClient, asker: Asker): Promise<unknown> {
  switch (question.ask) {
    case 'start': {
      const { spec, setup } = question;
      return (await client.start({ spec, setup: Buffer.from(setup, 'base64') })).run;
    }
    case 'find':
      return (await client.find(question.named)).run;
    case 'run': {
      const { run, method, args } = question;
      if (!Object.hasOwn(RUN_METHODS, method)) throw new TypeError(`there is no method ${method}`);
      const ask = client.attach(run)[method] as (...given: readonly unknown[]) => Promise<unknown>;
      return ask(...args);
    }
    case 'inbox':
      return client.inbox();
    case 'past':
      return client.past(question.name, question.most);
    case 'list':
      for await (const row of client.list(question.filter)) asker.item(row);
      return null;
    case 'events':
      for await (const event of client.attach(question.run).events(question.from, asker.gone)) asker.item(event);
      return null;
  }
}
