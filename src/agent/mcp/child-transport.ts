// The process of an MCP server, and messages over its stdin and stdout.
//
// M1  The process has a group of its own, and the whole group ends with it.
// M2  It ends with the worker, also when that is killed: a watcher in the group waits on a pipe whose other end only
//     the worker holds. A shell can do that everywhere, without native code.
// M3  It sees of our environment what is named here, and no key of a model provider.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type JSONRPCMessage,
  ReadBuffer,
  SdkError,
  SdkErrorCode,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { systemCode } from '../../storage/system-error.js';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** What the configuration adds to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The environment of the worker. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

export interface ChildTransport extends Transport {
  /** The last it said on stderr; hostile text. */
  complaint(): string;
}

/** Starts the watcher (M2), then becomes the server. The command never passes through the shell's hands as text. */
const LAUNCHER = `(read -r end <&3; kill -KILL 0) </dev/null >/dev/null 2>&1 &
exec 3<&-
exec "$@"`;

const INHERITED = ['HOME', 'LANG', 'LC_ALL', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'];

const MOST_MESSAGE_BYTES = 10 * 1024 * 1024;
const MOST_COMPLAINT = 1_000;
/** Milliseconds a server has to end after its stdin was closed, and again after SIGTERM. */
const GRACE_MS = 1_000;

export function createChildTransport(server: ServerCommand): ChildTransport {
  const buffer = new ReadBuffer({ maxBufferSize: MOST_MESSAGE_BYTES });
  let child: ChildProcess | null = null;
  let over = Promise.resolve();
  let complaint = '';

  const receive = (chunk: Buffer): void => {
    try {
      buffer.append(chunk);
    } catch (error) {
      // More than one message may hold: there is no way back into step.
      transport.onerror?.(error as Error);
      child?.stdout?.destroy();
      void transport.close();
      return;
    }
    for (;;) {
      try {
        const message = buffer.readMessage();
        if (message === null) return;
        transport.onmessage?.(message);
      } catch (error) {
        transport.onerror?.(error as Error);
      }
    }
  };

  const transport: ChildTransport = {
    async start() {
      const started = launch(server);
      child = started;
      const [, stdout, stderr] = started.stdio;
      for (const part of [started, ...started.stdio]) part?.on('error', (error: Error) => transport.onerror?.(error));
      stdout?.on('data', receive);
      stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString('utf8')).slice(-MOST_COMPLAINT);
      });
      over = happens(started, 'exit')
        .then(() => ended(started))
        .then(() => transport.onclose?.());
      await once(started, 'spawn');
    },
    async send(message: JSONRPCMessage) {
      const stdin = child?.stdin;
      const taken = stdin?.writable && (stdin.write(serializeMessage(message)) || (await drained(stdin)));
      if (!taken) throw new SdkError(SdkErrorCode.ConnectionClosed, 'the server has ended');
    },
    async close() {
      if (child?.pid === undefined) return;
      await end(child);
      await over; // all it said has been read
    },
    complaint: () => complaint.trim(),
  };
  return transport;
}

/** False when nobody reads it any more. */
function drained(stdin: Writable): Promise<boolean> {
  return once(stdin, 'drain').then(
    () => true,
    () => false,
  );
}

function launch({ command, args, env, cwd, inherited }: ServerCommand): ChildProcess {
  return spawn('/bin/sh', ['-c', LAUNCHER, 'mcp', command, ...args], {
    cwd,
    env: { ...Object.fromEntries(INHERITED.map((name) => [name, inherited[name]])), ...env },
    // The last one is what the watcher waits on (M2).
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Ends what is left of the group (M1), then waits until all it said has been read. */
async function ended(child: ChildProcess): Promise<void> {
  const closed = happens(child, 'close');
  signalGroup(child, 'SIGKILL');
  // A process that left the group may hold the pipes open.
  await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })]);
  for (const stream of child.stdio) (stream as Readable | null)?.destroy();
}

async function end(child: ChildProcess): Promise<void> {
  if (hasExited(child)) return;
  const exited = happens(child, 'exit');
  child.stdin?.end();
  await Promise.race([exited, sleep(GRACE_MS, undefined, { ref: false })]);
  if (hasExited(child)) return;
  signalGroup(child, 'SIGTERM');
  await Promise.race([exited, sleep(GRACE_MS, undefined, { ref: false })]);
  if (hasExited(child)) return;
  signalGroup(child, 'SIGKILL');
  await exited;
}

/** Unlike `once` of Node it never rejects. */
function happens(child: ChildProcess, event: 'exit' | 'close'): Promise<unknown> {
  return new Promise((resolve) => child.once(event, resolve));
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody is left. EPERM: on some systems what is left are zombies.
    if (systemCode(error) !== 'ESRCH' && systemCode(error) !== 'EPERM') throw error;
  }
}
