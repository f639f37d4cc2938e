import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Searched } from './grep.js';
import { MOST_BYTES } from '../limit-output.js';

/** A search that takes longer is ended, in milliseconds. */
const TIMEOUT_MS = 60_000;
/** Output beyond this is not read: several times what the model is shown, since head_limit works on it. */
const MOST_OUTPUT = 16 * MOST_BYTES;
const MOST_COMPLAINT = 2_000;

/** ripgrep's exit codes: 0 matches, 1 none, 2 an error. */
const FOUND = 0;
const NOT_FOUND = 1;

/**
 * Runs the ripgrep that came with Longhaul, never one that the workspace could have put in the way, without the
 * user's configuration of it and without the keys of our environment. It dies with `signal`, which is then thrown.
 */
export async function runRipgrep(options: readonly string[], path: string, signal: AbortSignal): Promise<Searched> {
  const kind = await stat(path);
  // Of a pipe or a device there may be no end.
  if (!kind.isDirectory() && !kind.isFile()) return { kind: 'failed', message: 'this is not a regular file' };
  const cwd = kind.isDirectory() ? path : dirname(path);
  signal.throwIfAborted();
  // Loaded late: on a platform that has none, only Grep fails.
  const { rgPath } = await import('@vscode/ripgrep');
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const child = spawn(rgPath, ['--no-config', '--color=never', ...options, '--', path], {
    cwd,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, timeout]),
    killSignal: 'SIGKILL',
  });
  const output = keep(MOST_OUTPUT, () => child.kill('SIGKILL'));
  const complaint = keep(MOST_COMPLAINT, () => undefined);
  child.stdout.on('data', output.add);
  child.stderr.on('data', complaint.add);

  const ended = await new Promise<number | null | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  signal.throwIfAborted();
  if (timeout.aborted) return { kind: 'failed', message: `the search took longer than ${TIMEOUT_MS / 1_000} s` };
  if (typeof ended === 'string') return { kind: 'failed', message: ended };
  if (output.full()) return { kind: 'matches', output: output.text(), cut: true };
  // Unreadable files are a complaint beside the matches; without matches it is all there is to say.
  if (ended === FOUND || ended === NOT_FOUND || output.text() !== '') {
    return { kind: 'matches', output: output.text(), cut: false };
  }
  return { kind: 'failed', message: complaint.text().trim() || `ripgrep ended with ${ended}` };
}

interface Kept {
  readonly add: (chunk: Buffer) => void;
  readonly text: () => string;
  readonly full: () => boolean;
}

/** Keeps the first `most` bytes; calls `onFull` once there is more. */
function keep(most: number, onFull: () => void): Kept {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      if (size > most) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) onFull();
    },
    text: () => Buffer.concat(chunks).subarray(0, most).toString('utf8'),
    full: () => size > most,
  };
}
