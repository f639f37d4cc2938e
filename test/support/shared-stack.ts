import { afterAll, beforeAll } from '@jest/globals';
import { type Stack, type StackOptions, startStack } from './stack.js';

/** Milliseconds: about three seconds are needed, on a machine that has nothing else to do. */
const STARTS_WITHIN_MS = 120_000;

/** One stack for all tests of a file: started before the first, closed after the last whatever became of them. */
export function sharedStack(options?: StackOptions): () => Stack {
  let starting: Promise<Stack> | undefined;
  let stack: Stack | undefined;
  beforeAll(async () => {
    starting = startStack(options);
    stack = await starting;
  }, STARTS_WITHIN_MS);
  // Also one that came up after the tests were given up.
  afterAll(async () => (await starting)?.close(), STARTS_WITHIN_MS);
  return () => {
    if (!stack) throw new Error('the stack is not up');
    return stack;
  };
}
