import { beforeAll, describe, expect, it } from '@jest/globals';
import { agentsOfTurns, ALL_AT_ONCE } from '../support/agents-of-turns.js';
import { editInTheMiddle, mendTheEnd, resumed } from '../support/resume-stage.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 120_000;

/** A leg hears of a pause with its next heartbeat, and on a busy machine a late one is none that is missed. */
const HEARS_SOON = { heartbeatTimeoutMs: 4_000 };

const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

describe('a run that is resumed', () => {
  it(
    'asks again for what failed, was changed or is new, and for nothing else',
    () => editInTheMiddle(stack(), 20),
    WITHIN_MS,
  );

  it(
    'asks for nothing when only its end was wrong',
    async () => {
      await mendTheEnd(stack(), 20);
    },
    WITHIN_MS,
  );

  it(
    'goes on with the conversations that were under way, though the server has forgotten the old run',
    async () => {
      const { prompts, answers, requests } = agentsOfTurns(3, 20, 150);
      const { requests: before } = await stack().modelStats();
      const old = await stack().run(ALL_AT_ONCE, { args: prompts, limits: HEARS_SOON });
      await until('agents are in their third turn', async () => (await stack().modelStats()).requests - before > 6);
      // A leg hears of a stop a moment later. Who resumes before that asks for what it asks meanwhile, too.
      await old.pause({ by: 'a test' });
      await until('every leg has yielded', async () => (await old.overview()).running === 0);
      await old.stop({ by: 'a test' });
      const handle = stack().temporalClient.workflow.getHandle(old.run);
      const { namespace } = stack();
      await stack().temporalClient.workflowService.deleteWorkflowExecution({
        namespace,
        workflowExecution: { workflowId: old.run },
      });
      await until('the server has forgotten it', () =>
        handle.describe().then(
          () => false,
          () => true,
        ),
      );

      const { status, result } = await resumed(stack(), old.run.slice(0, -1), null);
      expect({ status, result }).toEqual({ status: 'completed', result: answers });
      expect((await stack().modelStats()).requests - before).toBe(requests);
    },
    WITHIN_MS,
  );
});
