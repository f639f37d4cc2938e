import { beforeAll, describe, expect, it } from '@jest/globals';
import { agentsOfTurns, ALL_AT_ONCE } from '../support/agents-of-turns.js';
import { command, echo, editInTheMiddle, mendTheEnd, resumed, scriptOf } from '../support/resume-stage.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 120_000;

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
      const { prompts, answers, requests } = agentsOfTurns(3, 6, 150);
      const { requests: before } = await stack().modelStats();
      const old = await stack().run(ALL_AT_ONCE, { args: prompts });
      await until('agents are in their third turn', async () => (await stack().modelStats()).requests - before > 6);
      await old.stop({ by: 'a test' });
      await until('no leg is at work', async () => (await stack().modelStats()).inFlight === 0);
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

  it(
    'must have ended, unless it is forked',
    async () => {
      const script = scriptOf([echo('quick'), `<<delay:1500>>${echo('slow')}`]);
      const old = await stack().run(script);
      await until('one has answered', async () => (await old.overview()).totals.ok === 1);
      expect(await command(stack(), 'resume', old.run)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringMatching(/still goes on.*longhaul fork/s),
      });
      const { stdout } = await command(stack(), 'fork', old.run, '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        status: 'completed',
        result: ['quick', 'slow'],
        totals: { reused: 1 },
      });
      expect(await old.result()).toMatchObject({ status: 'completed' });
    },
    WITHIN_MS,
  );
});
