import { beforeAll, it } from '@jest/globals';
import { limitedRun } from '../support/limited-run.js';
import { sharedStack } from '../support/shared-stack.js';

const WITHIN_MS = 300_000;
const stack = sharedStack();
beforeAll(async () => void (await stack().startWorker()), WITHIN_MS);

it(
  'a provider that limits 189 agents for 20 s and then for a minute loses none of them',
  () => limitedRun(stack(), { agents: 189, turns: 3, shortMs: 20_000, longMs: 60_000 }),
  WITHIN_MS,
);
