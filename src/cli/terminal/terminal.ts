import { homedir } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { createColors } from 'picocolors';

/** A stream a person may sit behind. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** What a command sees of the world around it. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** The result, and nothing else. */
  readonly stdout: OutputStream;
  /** Everything said to a person on the way. */
  readonly stderr: OutputStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly home: string;
  /** How much is said on the way; `normal` unless given. */
  readonly talk?: Talk;
}

/** `quiet`: warnings and errors only. `verbose`: also what only who looks for a fault wants to know. */
export type Talk = 'quiet' | 'normal' | 'verbose';

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, cwd: process.cwd(), home: homedir() };
}

export type Colors = ReturnType<typeof createColors>;

/** Colours where a person sees them: https://no-color.org, FORCE_COLOR, TERM=dumb. */
export function colorsOf(stream: OutputStream, env: NodeJS.ProcessEnv): Colors {
  if (env.NO_COLOR) return createColors(false);
  if (env.FORCE_COLOR) return createColors(env.FORCE_COLOR !== '0');
  return createColors(stream.isTTY === true && env.TERM !== 'dumb');
}

/** Writes and waits until the text has left, so that the process may end afterwards. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** The same, a line each. */
export function writeLines(stream: Writable, lines: readonly string[]): Promise<void> {
  return write(stream, lines.map((line) => `${line}\n`).join(''));
}

/** Says something on the way: not when nothing is to be said there. */
export async function say(terminal: Terminal, line: string): Promise<void> {
  if (terminal.talk !== 'quiet') await sayAlways(terminal, line);
}

/** Says what a person must know. */
export function sayAlways(terminal: Terminal, line: string): Promise<void> {
  return write(terminal.stderr, `${line}\n`);
}

/** Where the library tells a person what it is about to do: one line each, in the order of the calls. */
export function noticesOn(terminal: Terminal): (line: string) => void {
  return (line) => {
    if (terminal.talk !== 'quiet' || line.startsWith('warning:')) terminal.stderr.write(`${line}\n`);
  };
}
