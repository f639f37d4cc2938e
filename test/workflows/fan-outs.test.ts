import { describe, expect, it } from '@jest/globals';
import type { Json, Outcome } from '../../src/interpreter/outcome.js';
import { FanOuts } from '../../src/workflows/fan-outs.js';

const ok = (value: Json): Outcome => ({ status: 'ok', value });
const lost: Outcome = { status: 'failed', code: 'API_ERROR', message: '400', seen: 'null' };

/** What is said at the end of each agent of one fan-out. */
function said(outcomes: readonly Outcome[]): readonly (number | null)[] {
  const fanOuts = new FanOuts();
  for (const call of outcomes.keys()) fanOuts.ask(call);
  fanOuts.close();
  return outcomes.map((outcome, call) => fanOuts.settle(call, outcome));
}

describe('a fan-out', () => {
  it.each<[string, readonly Outcome[]]>([
    ['all were lost', [lost, lost, lost]],
    ['all are empty, each in its way', [ok(''), ok(' \n'), ok([]), ok({}), ok(null)]],
    ['some were lost, the others are empty', [lost, ok([]), { status: 'skipped', message: '' }]],
  ])('is told of, with its last agent, when %s', (_when, outcomes) => {
    expect(said(outcomes)).toEqual([...outcomes.slice(1).map(() => null), outcomes.length]);
  });

  it('is not when one of them found something, if only a zero or a no', () => {
    expect(said([lost, ok(0), lost])).toEqual([null, null, null]);
    expect(said([ok(''), ok(false)])).toEqual([null, null]);
  });

  it('has more than one agent, asked for at once', () => {
    const fanOuts = new FanOuts();
    for (const call of [1, 2]) {
      fanOuts.ask(call);
      fanOuts.close();
    }
    expect([fanOuts.settle(1, lost), fanOuts.settle(2, lost)]).toEqual([null, null]);
  });
});
