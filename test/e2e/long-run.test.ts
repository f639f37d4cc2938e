import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import type { RunEvent } from '../../src/workflows/events.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 120_000;
const BY = { by: 'a test' };
/** Short enough for a run of a few agents to be carried on several times. */
const SHORT = { handOver: { events: 60, bytes: 4_000_000 }, concurrency: 4 };

const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

/** Temporal runs that have carried the run. */
async function temporalRuns({ run }: RunHandle): Promise<number> {
  let runs = 0;
  for await (const _ of stack().temporalClient.workflow.list({ query: `WorkflowId = '${run}'` })) runs++;
  return runs;
}

describe('a run that is carried on by one Temporal run after the other', () => {
  it(
    'asks each agent once, keeps timers, logs, phases and figures, and shows no seam to those who follow it',
    async () => {
      const before = (await stack().modelStats()).requests;
      const run = await stack().run(
        scriptText(`phase('first');
const early = setTimeout(() => {}, 1);
let ticks = 0;
const clock = (async () => { for (let i = 0; i < 3; i++) { await new Promise((go) => setTimeout(go, 300)); ticks++; } })();
const sums = [];
for (let round = 0; round < 6; round++) {
  phase('round ' + round);
  const answers = await parallel(Array.from({ length: 8 }, (_, i) => () => agent('<<echo:' + (round * 8 + i) + '>>')));
  sums.push(answers.reduce((sum, answer) => sum + Number(answer), 0));
  log('sum ' + sums.at(-1));
}
await clock;
return { sums, ticks, spent: budget.spent() };`),
        { limits: SHORT },
      );
      const seen: RunEvent[] = [];
      for await (const event of run.events()) seen.push(event);
      const result = await run.result();
      expect(result).toMatchObject({ status: 'completed', totals: { agents: 48, ok: 48, requests: 48 } });
      expect(result.result).toMatchObject({ sums: [28, 92, 156, 220, 284, 348], ticks: 3 });
      expect((await stack().modelStats()).requests - before).toBe(48);
      expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, i) => i));
      expect(seen.filter(({ type }) => type === 'queued')).toHaveLength(48);
      expect(seen.filter(({ type }) => type === 'log')).toHaveLength(6);
      expect(await temporalRuns(run)).toBeGreaterThanOrEqual(3);
      // What lists show of a run is told at its start, and carried along.
      const { memo, startTime } = await stack().temporalClient.workflow.getHandle(run.run).describe();
      expect(memo).toMatchObject({ startedAt: expect.any(Number), provider: expect.any(String) });
      expect(memo?.['startedAt']).toBeLessThan(startTime.getTime());
    },
    WITHIN_MS,
  );

  it(
    'still tells a fan-out that came to nothing from what is asked after it',
    async () => {
      const run = await stack().run(
        scriptText(`let more;
await parallel(Array.from({ length: 24 }, () => async () => { await agent('<<echo: >>'); more ??= agent('<<echo:fruit>>'); }));
return await more;`),
        { limits: SHORT },
      );
      const { result, warnings } = await run.result();
      expect(result).toBe('fruit');
      expect(warnings).toContainEqual(expect.stringContaining('all 24 agents of a fan-out came back empty'));
      expect(await temporalRuns(run)).toBeGreaterThanOrEqual(2);
    },
    WITHIN_MS,
  );

  it(
    'stays paused, keeps what was raised, and obeys controls',
    async () => {
      const run = await stack().run(
        scriptText(`const answers = [];
for (let i = 0; i < 30; i++) answers.push(await agent('<<delay:20>><<echo:' + i + '>>'));
const last = await Promise.all([agent('<<delay:60000>>', { label: 'slow' }), agent('<<echo:quick>>')]);
return [answers.length, ...last];`),
        { limits: SHORT },
      );
      await until('it was carried on', async () => (await temporalRuns(run)) >= 2);
      await run.pause(BY);
      await until('no leg is at work', async () => (await run.overview()).running === 0);
      expect((await run.overview()).status).toBe('paused');
      await run.resume(BY);
      await until('the slow one is at work', async () => {
        const rows = await run.agents({ offset: 30, limit: 2 });
        return rows.some(({ label, position }) => label === 'slow' && position.at === 'running');
      });
      await run.kill({ ...BY, call: 31 });
      const result = await run.result();
      expect(result.result).toEqual([30, null, 'quick']);
      expect(result.failures).toMatchObject([{ label: 'slow', code: 'SKIPPED' }]);
    },
    WITHIN_MS,
  );
});

describe('a run with hundreds of agents at work', () => {
  it(
    'is never told by the server to begin a step again, however many of them end at once',
    async () => {
      const run = await stack().run(
        scriptText(
          'return (await parallel(Array.from({ length: 400 }, (_, i) => () => agent(`<<delay:300>><<echo:${i}>>`)))).length;',
        ),
        { limits: { concurrency: 400 } },
      );
      expect(await run.result()).toMatchObject({ status: 'completed', result: 400 });
      const { events } = await stack().temporalClient.workflow.getHandle(run.run).fetchHistory();
      expect(events?.filter(({ workflowTaskFailedEventAttributes: failed }) => failed)).toEqual([]);
    },
    WITHIN_MS,
  );
});
