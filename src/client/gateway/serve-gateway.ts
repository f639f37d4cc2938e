import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { LonghaulClient } from '../longhaul-client.js';
import { type Answer, type Asking, type Question, RUN_METHODS, toWire } from './protocol.js';

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
  // Who goes away before the answer has given up on it.
  const gone = new AbortController();
  socket.on('error', () => socket.destroy());
  socket.on('close', () => gone.abort());
  const reply = (answer: Answer): void => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`);
  };
  createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    const { id, question } = JSON.parse(line) as Asking;
    answerTo(question, client, { item: (value) => reply({ id, kind: 'item', value }), gone: gone.signal }).then(
      (value) => reply({ id, kind: 'value', value }),
      (error: unknown) => reply({ id, kind: 'error', error: toWire(error) }),
    );
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
