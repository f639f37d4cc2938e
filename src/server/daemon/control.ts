import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../config/message-of.js';

/** What a supervisor can be asked. Secrets travel here and nowhere else: never by file or argument. */
export interface ControlRequest {
  readonly op: 'restart-worker';
  /** Provider settings the new worker gets in place of the old ones. */
  readonly env: Readonly<Record<string, string>>;
}

export type ControlReply = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: string };

/** Where this daemon can make a socket: a short enough path in a folder that is its owner's alone. */
export function socketFile(runtime: string, purpose: 'control' | 'gateway'): string {
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  // The folder may be shared by daemons whose other folders differ.
  const name = `${purpose}-${process.pid}.sock`;
  const socket = join(runtime, name);
  return socket.length <= LONGEST_SOCKET_PATH ? socket : join(mkdtempSync(join(tmpdir(), 'longhaul-')), name);
}

/** Takes requests, one line of JSON a connection, answered by one. Returns how to close it. */
export function serveControl(path: string, handle: (request: ControlRequest) => Promise<void>): () => void {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    // A caller that goes away before its answer has given up on it.
    socket.on('error', () => socket.destroy());
    readLine(socket)
      .then((line) => handle(JSON.parse(line) as ControlRequest))
      .then(
        (): ControlReply => ({ kind: 'done' }),
        (error: unknown): ControlReply => ({ kind: 'failed', reason: messageOf(error) }),
      )
      .then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
      .catch(() => socket.destroy());
  });
  server.listen(path, () => chmodSync(path, 0o600));
  return () => {
    server.close();
    rmSync(path, { force: true });
  };
}

/** Asks a supervisor. Rejects when nobody listens at the socket, or no answer comes in time. */
export async function ask(path: string, request: ControlRequest, timeoutMs: number): Promise<ControlReply> {
  const socket = connect(path);
  try {
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    const answer = readLine(socket);
    socket.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await answer) as ControlReply;
  } finally {
    socket.destroy();
  }
}

/** Socket paths are cut at 104 bytes on macOS, 108 on Linux. */
const LONGEST_SOCKET_PATH = 100;

const LONGEST_LINE = 64 * 1024;

function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > LONGEST_LINE) return socket.destroy(new Error('the line is too long'));
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
  });
}
