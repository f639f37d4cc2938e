import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WATCHER } from './scripts.js';

/** A small process that outlives ours for a moment and kills what is in the records then (P4). */
export interface Watcher {
  /** Ends it without its doing anything. */
  dismiss(): Promise<void>;
}

/** Watches over the records in `folder`. Throws what the system says when it cannot be started. */
export async function startWatcher(folder: string): Promise<Watcher> {
  const child = spawn('/bin/sh', ['-c', WATCHER, 'longhaul', folder], {
    cwd: '/',
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Nothing is ever written to it.
  child.stdin.on('error', () => undefined);
  await once(child, 'spawn');
  const gone = once(child, 'exit');
  return {
    async dismiss() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
