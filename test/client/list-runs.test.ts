import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import fc from 'fast-check';
import { listRuns, type RunFilter } from '../../src/client/list-runs.js';
import type { RunRow } from '../../src/client/run-row.js';
import { all, type Execution, executionInfo } from './execution-info.js';

const NOW = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;

/** A server that keeps these runs, obeys what a query says of times, and tells what it was asked. */
function server(runs: readonly Execution[]): { readonly client: Client; readonly queries: string[] } {
  const queries: string[] = [];
  const list = async function* ({ query }: { query: string }) {
    queries.push(query);
    const from = Date.parse(/StartTime >= '([^']+)'/.exec(query)?.[1] ?? '1970-01-01');
    const to = Date.parse(/StartTime < '([^']+)'/.exec(query)?.[1] ?? '2100-01-01');
    for (const run of runs) if (run.began >= from && run.began < to) yield executionInfo(run);
  };
  return { client: { workflow: { list } } as unknown as Client, queries };
}

const listed = (runs: readonly Execution[], filter: RunFilter = {}): Promise<readonly RunRow[]> =>
  all(listRuns(server(runs).client, filter, NOW));

/** Runs of the last 100 days, some of them continued: their latest part began later than they did. */
const someRuns = fc
  .uniqueArray(
    fc.record({
      serial: fc.nat(9_999),
      age: fc.integer({ min: 0, max: 100 * DAY_MS }),
      since: fc.double({ min: 0, max: 1, noNaN: true }),
      ended: fc.boolean(),
    }),
    { selector: ({ serial }) => serial, maxLength: 40 },
  )
  .map((runs) =>
    runs.map(({ serial, age, since, ended }): Execution => {
      const startedAt = NOW - age;
      return { serial, startedAt, began: startedAt + Math.floor(age * since), ...(ended && { endedAt: NOW }) };
    }),
  );

describe('a list of runs', () => {
  it('has every run that fits once, those started last first, whatever the server gives first', async () => {
    const bound = fc.option(
      fc.integer({ min: -1, max: 101 }).map((days) => NOW - days * DAY_MS),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(someRuns, bound, bound, fc.nat(50), async (runs, since, until, limit) => {
        const times = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
        const rows = await listed(runs, { ...times, limit });
        const expected = runs
          .map(({ startedAt }) => startedAt)
          .filter((at) => at >= (since ?? at) && (until === undefined || at < until))
          .toSorted((a, b) => b - a)
          .slice(0, limit);
        expect(rows.map(({ startedAt }) => startedAt)).toEqual(expected);
        expect(new Set(rows.map(({ run }) => run)).size).toBe(rows.length);
      }),
    );
  });

  it('begins before all runs have been looked at', async () => {
    const { client, queries } = server([{ serial: 1, startedAt: NOW - 1, began: NOW - 1 }]);
    await all(listRuns(client, { limit: 1 }, NOW));
    expect(queries).toHaveLength(1);
  });

  it('is of one workflow, or of runs with one status', async () => {
    const began = NOW - DAY_MS / 2;
    const runs: readonly Execution[] = [
      { serial: 1, name: 'audit', status: 'paused', startedAt: began, began },
      { serial: 2, name: 'audit', status: 'completed_with_failures', startedAt: began, began, endedAt: NOW },
      { serial: 3, name: 'audit it', status: 'running', startedAt: began, began },
    ];
    const names = async (filter: RunFilter) => (await listed(runs, filter)).map(({ run }) => run.at(-1));
    expect(await names({ name: 'audit' })).toEqual(['2', '1']);
    expect(await names({ status: 'paused' })).toEqual(['1']);
    expect(await names({ status: 'completed' })).toEqual([]);
    expect(await names({ ended: true })).toEqual(['2']);
    expect(await names({ ended: false })).toEqual(['3', '1']);
  });

  it('lets no text of a person into the query', async () => {
    const { client, queries } = server([]);
    await all(listRuns(client, { name: `x' OR WorkflowType = 'other` }, NOW));
    for (const query of queries) expect(query).toContain("WorkflowId STARTS_WITH 'lh-x-or-workflowtype-other-'");
  });

  it('takes any time', async () => {
    const runs: readonly Execution[] = [{ serial: 1, startedAt: NOW - 1, began: NOW - 1 }];
    for (const since of [-1e300, -1, 0]) expect(await listed(runs, { since })).toHaveLength(1);
  });
});
