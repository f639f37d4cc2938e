import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { identify, type ProcessIdentity } from '../../server/process/identity.js';
import type { Environment } from './environment.js';
import { type CommandMark, valueOf } from './mark.js';
import { createOutput, type Excerpt } from './output.js';
import { LEADER } from './scripts.js';
import { createSealReader } from './seal.js';

/** More than this many bytes of output, and a command is killed: nobody reads them, and the worker has to. */
export const MOST_PRINTED = 64 * 1024 * 1024;

/** How a command ended. */
export type CommandEnd =
  /** As the shell says it: 128 and more stand for signals. */
  | { readonly kind: 'exited'; readonly code: number }
  /** With all it had started. */
  | { readonly kind: 'killed' }
  | { readonly kind: 'flooded' };

/** A running command in a process group of its own. */
export interface Command {
  readonly leader: ProcessIdentity;
  /** What it has printed since this was last called, stdout and stderr in their order. */
  takeOutput(): Excerpt;
  /** Its end, with its output complete. Processes it left behind may go on. Never rejects. */
  readonly ended: Promise<CommandEnd>;
  /** Null while it runs. */
  end(): CommandEnd | null;
  /** When nobody is left that could print something. */
  readonly silent: Promise<void>;
}

export interface CommandStart {
  /** What to run: a program and its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  readonly mark: CommandMark;
  /** Called before the command runs; when it rejects, the command never does. */
  readonly record: (leader: ProcessIdentity) => Promise<void>;
  /** Called when it has printed too much. */
  readonly onFlood: () => Promise<void>;
}

/** Throws what the system says when it cannot be started: no such folder, too many processes, too long a command. */
export async function startCommand({ argv, cwd, env, mark, record, onFlood }: CommandStart): Promise<Command> {
  const child = spawn('/bin/sh', ['-c', LEADER, 'longhaul', valueOf(mark), ...argv], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const [printed, gate] = [child.stdout as Readable, child.stdio[3] as Writable];
  // A leader that is killed while it waits cannot be told to begin; that it has ended says all.
  gate.on('error', () => undefined);
  await once(child, 'spawn');
  const seal = randomBytes(24).toString('hex');
  const follow = followOutput(printed, seal, onFlood);
  const silent = once(child, 'exit').then(() => undefined);
  const leader = identifyChild(child);
  try {
    await record(leader);
  } catch (error) {
    gate.end();
    throw error;
  }
  gate.end(`${seal}\n`);
  return { ...follow, leader, silent };
}

function identifyChild({ pid = 0 }: ChildProcess): ProcessIdentity {
  // A child stays in the table until we are told of its end: it can be a zombie at most, whose start nobody can mistake.
  return identify(pid) ?? { pid, started: 'ended' };
}

/** Reads what is printed, also when nobody wants it: a full pipe would stop the command. */
function followOutput(printed: Readable, seal: string, onFlood: () => Promise<void>) {
  const output = createOutput();
  const reader = createSealReader(seal);
  let bytes = 0;
  let end: CommandEnd | null = null;

  const ended = new Promise<CommandEnd>((resolve) => {
    const settle = (how: CommandEnd) => {
      end ??= how;
      resolve(end);
    };
    printed.on('data', (chunk: Buffer) => {
      output.push(reader.read(chunk));
      const code = reader.status();
      if (code !== undefined) settle({ kind: 'exited', code });
      bytes += chunk.length;
      if (bytes <= MOST_PRINTED) return;
      settle({ kind: 'flooded' });
      // With nobody to read, whoever goes on printing ends at once.
      printed.destroy();
      void onFlood();
    });
    printed.on('close', () => {
      output.push(reader.rest());
      settle({ kind: 'killed' });
    });
    // `close` follows.
    printed.on('error', () => undefined);
  });
  return { ended, end: () => end, takeOutput: () => output.take() };
}
