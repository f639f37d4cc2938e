import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Waits until `condition` holds. Throws an Error that names `what` after `withinMs`, which says only that it never will. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`after ${withinMs / 1000} s it is still not so: ${what}`);
    await sleep(POLL_MS);
  }
}
