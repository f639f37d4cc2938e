import { asyncLocalStorage, type Context } from '@temporalio/activity';
import type { NativeConnection } from '@temporalio/worker';

/**
 * Node before 24 asks a hook about every promise of a process once an AsyncLocalStorage has been used: a twelfth of
 * what the main thread does (measured, 1,000 agents). The SDK uses two for each activity. In their place:
 *
 * - the context of an activity is that of the function that is called at the moment. Activities ask for it before they
 *   await anything; later there is none, and `Context.current()` throws.
 * - what activities send by the worker's own client does not hear of their abort signal, to which a native connection
 *   does not listen anyway.
 */
export function withoutAsyncHooks(connection: NativeConnection): void {
  let current: Context | undefined;
  Object.assign(asyncLocalStorage, {
    getStore: () => current,
    run<R>(context: Context, work: () => R): R {
      const before = current;
      current = context;
      try {
        return work();
      } finally {
        current = before;
      }
    },
  } satisfies Pick<typeof asyncLocalStorage, 'getStore' | 'run'>);
  connection.withAbortSignal = (_signal, work) => work();
}
