import { beforeAll, expect, it } from '@jest/globals';
import { editInTheMiddle, mendTheEnd } from '../support/resume-stage.js';
import { sharedStack } from '../support/shared-stack.js';

const WITHIN_MS = 300_000;

const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

it(
  'of 100 agents those that failed, were changed or are new reach the model',
  () => editInTheMiddle(stack(), 100),
  WITHIN_MS,
);

it(
  'after 60 agents and a mistake at the end none runs again, and it takes less than two seconds',
  async () => {
    expect((await mendTheEnd(stack(), 60)).tookMs).toBeLessThan(2_000);
  },
  WITHIN_MS,
);
