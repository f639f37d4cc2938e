import { createContext, Script } from 'node:vm';

/** Synchronous work took too long and was ended. */
export class WatchdogBark extends Error {
  constructor(ms: number) {
    super(`ended after ${ms} ms`);
    this.name = 'WatchdogBark';
  }
}

// `vm` is the one way in Node to end synchronous code from outside, regular expressions included. It isolates nothing
// here: the work runs in our own realm, called from an empty script that carries the time limit. Costs 0.07 ms a call.
const context = createContext({ work: undefined as (() => unknown) | undefined });
const callWork = new Script('work()');

/**
 * Runs synchronous work for at most `ms` milliseconds of processor time. Throws WatchdogBark over that, else what the
 * work throws. The limit of `vm` is one of the clock, which runs on while a machine stands still: work that was ended
 * before it had its time is begun again, so it must not change anything.
 */
export function watched<T>(ms: number, work: () => T): T {
  const before = context['work'] as (() => unknown) | undefined;
  const begun = process.cpuUsage();
  context['work'] = work;
  try {
    for (;;) {
      const end = attempt<T>(ms);
      if (end.kind === 'done') return end.value;
      const { user, system } = process.cpuUsage(begun);
      if (user + system >= ms * 1_000) throw new WatchdogBark(ms);
    }
  } finally {
    context['work'] = before;
  }
}

function attempt<T>(ms: number): { readonly kind: 'done'; readonly value: T } | { readonly kind: 'ended' } {
  try {
    return { kind: 'done', value: callWork.runInContext(context, { timeout: ms }) as T };
  } catch (error) {
    if (isTimeout(error)) return { kind: 'ended' };
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  // Not `instanceof Error`: it is an error of the context's realm.
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
