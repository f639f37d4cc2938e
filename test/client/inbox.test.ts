import { describe, expect, it } from '@jest/globals';
import { inboxOf } from '../../src/client/inbox.js';
import type { RunRow } from '../../src/client/run-row.js';
import type { AskRow } from '../../src/workflows/messages.js';

const ASK: AskRow = { call: 1, label: 'a', phase: null, ask: { id: 't', tool: 'Bash', summary: 'ls', reason: 'r' } };

async function* rows(asks: readonly (number | null)[]): AsyncIterable<RunRow> {
  for (const [index, count] of asks.entries()) yield { run: `r${index}`, name: 'n', asks: count } as RunRow;
}

describe('the inbox over all runs', () => {
  it('asks those that want something, and those of which nobody knows', async () => {
    const asked: string[] = [];
    const asksOf = async (run: string) => {
      asked.push(run);
      return run === 'r2' ? [] : [ASK];
    };
    const found = await inboxOf(rows([1, 0, null, null]), asksOf);
    expect(asked).toEqual(['r0', 'r2', 'r3']);
    expect(found).toEqual([
      { run: 'r0', name: 'n', asks: [ASK] },
      { run: 'r3', name: 'n', asks: [ASK] },
    ]);
  });

  it('says which run could not answer, and hears the others', async () => {
    const asksOf = (run: string) => (run === 'r0' ? Promise.reject(new Error('no worker')) : Promise.resolve([ASK]));
    expect(await inboxOf(rows([1, 1]), asksOf)).toEqual([
      { run: 'r0', name: 'n', asks: [], unanswered: 'no worker' },
      { run: 'r1', name: 'n', asks: [ASK] },
    ]);
  });

  it('asks a few at once, and all in their order', async () => {
    let open = 0;
    let most = 0;
    const asksOf = async () => {
      most = Math.max(most, ++open);
      await new Promise(setImmediate);
      open--;
      return [ASK];
    };
    const found = await inboxOf(rows(Array.from({ length: 30 }, () => 1)), asksOf);
    expect(found.map(({ run }) => run)).toEqual(Array.from({ length: 30 }, (_, index) => `r${index}`));
    expect(most).toBeLessThanOrEqual(8);
  });
});
