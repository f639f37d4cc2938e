import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { noticingScreen } from '../../../src/cli/screens/noticing-screen.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { emptyState, reduce } from '../../../src/workflows/state.js';
import { eventsOf, queued, running, started } from '../../support/run-story.js';

const ASKS: RunHappening = {
  type: 'waiting',
  call: 1,
  wait: { for: 'permission', asks: [{ id: 'a', tool: 'Bash', summary: 'rm \u001b]0;x\u0007 x', reason: 'no rule' }] },
  spent: null,
};
const DECIDED: RunHappening = { type: 'decided', call: 1, ask: 'a', verdict: 'approved', by: 'ann' };
const BEGUN = [started(), queued(1, 'first'), running(1)];

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** What a terminal that shows notifications was told of these happenings. */
async function told(happenings: readonly RunHappening[]): Promise<readonly string[]> {
  const notices: string[] = [];
  let closed = 0;
  const inner = { show: async () => {}, close: async () => void closed++ };
  const screen = noticingScreen(inner, 'osc9', async (text) => void notices.push(text));
  const state = emptyState();
  for (const event of eventsOf(happenings)) await screen.show(event, reduce(state, event));
  await jest.advanceTimersByTimeAsync(1_000);
  await screen.close();
  expect(closed).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
  return notices;
}

const osc = (words: string): string => `\u001b]9;longhaul: ${words}\u0007`;

describe('a person who looks elsewhere', () => {
  it('is told what an agent asks, in words that end no sequence', async () => {
    expect(await told([...BEGUN, ASKS])).toEqual([osc('audit: first asks: Bash rm  x')]);
  });

  it('is told once of what comes together', async () => {
    const another = [queued(2, 'second'), running(2), { ...ASKS, call: 2 } as RunHappening];
    expect(await told([...BEGUN, ASKS, ...another])).toHaveLength(1);
  });

  it('is not told of what is decided already', async () => {
    expect(await told([...BEGUN, ASKS, DECIDED])).toEqual([]);
  });

  it('is told of the one that still waits, whichever asked last', async () => {
    const another = [queued(2, 'second'), running(2), { ...ASKS, call: 2 } as RunHappening];
    const decided = { ...DECIDED, call: 2 } as RunHappening;
    expect(await told([...BEGUN, ASKS, ...another, decided])).toEqual([osc('audit: first asks: Bash rm  x')]);
  });

  it('is told of a cap and of a failed agent that is held, not of a pause that a person wanted', async () => {
    const held: RunHappening = {
      type: 'waiting',
      call: 1,
      wait: { for: 'failure', code: 'API_ERROR', message: 'no' },
      spent: null,
    };
    expect(await told([...BEGUN, held])).toEqual([osc('audit: first has failed and waits for you')]);
    expect(await told([...BEGUN, { type: 'paused', by: 'cap', why: 'the cap is reached' }])).toEqual([
      osc('audit is paused: the cap is reached'),
    ]);
    expect(await told([...BEGUN, { type: 'paused', by: 'ann' }])).toEqual([]);
  });

  it('is told of the end of a run that took long', async () => {
    const ended: RunHappening = { type: 'ended', status: 'completed' };
    const logs = Array.from({ length: 10 }, (): RunHappening => ({ type: 'log', line: 'x', scope: [] }));
    expect(await told([...BEGUN, ...logs, ended])).toEqual([osc('audit: completed')]);
    expect(await told([...BEGUN, ended])).toEqual([]);
  });
});
