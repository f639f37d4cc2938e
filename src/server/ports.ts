import { createServer } from 'node:net';
import type { Ports } from './database.js';

/** The ports used last time where they are still free, else others that are. On 127.0.0.1 only. */
export async function choosePorts(last: Partial<Ports> | undefined): Promise<Ports> {
  const grpc = await claim(last?.grpc);
  const ui = await claim(last?.ui);
  const codec = await claim(last?.codec);
  await Promise.all([grpc, ui, codec].map((claimed) => claimed.release()));
  return { grpc: grpc.port, ui: ui.port, codec: codec.port };
}

interface Claim {
  readonly port: number;
  /** The port is held until then, so that no two claims get the same one. */
  readonly release: () => Promise<void>;
}

async function claim(wanted: number | undefined): Promise<Claim> {
  return (wanted && (await bind(wanted))) || (await bind(0)) || fail();
}

function bind(port: number): Promise<Claim | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ port: bound, release: () => new Promise((released) => server.close(() => released())) });
    });
  });
}

function fail(): never {
  throw new Error('no port of 127.0.0.1 can be bound');
}
