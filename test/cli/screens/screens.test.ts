import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { PassThrough } from 'node:stream';
import { jsonlScreen } from '../../../src/cli/screens/jsonl-screen.js';
import { lineScreen } from '../../../src/cli/screens/line-screen.js';
import type { Put, Screen } from '../../../src/cli/screens/screen.js';
import { treeScreen } from '../../../src/cli/screens/tree-screen.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { emptyState, reduce } from '../../../src/workflows/state.js';
import { done, eventsOf, lost, queued, running, started } from '../../support/run-story.js';

const plain = pc.createColors(false);

const STORY: readonly RunHappening[] = [
  started('Find'),
  { type: 'phase', title: 'Find' },
  { type: 'log', line: 'two\nlines \u001b[31mred', scope: [] },
  { type: 'log', line: 'from below', scope: ['child'] },
  { type: 'warned', line: 'odd option', scope: [] },
  queued(1, 'first', 'Find'),
  running(1),
  done(1, 1_200),
  queued(2, 'second', 'Find'),
  running(2),
  { type: 'waiting', call: 2, wait: { for: 'rate-limit', until: 70_000, message: 'too many' }, spent: null },
  { type: 'paused', by: 'ann@host' },
  { type: 'resumed', by: 'ann@host' },
  lost(2, 'no such model'),
  { type: 'ended', status: 'completed_with_failures' },
];

/** All that a screen wrote about the story. */
async function told(open: (put: Put) => Screen): Promise<string> {
  let text = '';
  const screen = open(async (piece) => {
    text += piece;
  });
  const state = emptyState();
  for (const event of eventsOf(STORY)) await screen.show(event, reduce(state, event));
  await screen.close();
  return text;
}

describe('screens', () => {
  it('lines tell everything that happened, in order', async () => {
    const text = await told((put) => lineScreen(put, plain));
    expect(text.split('\n')).toEqual([
      'audit: looks around',
      'phase Find',
      'two lines red',
      '[child] from below',
      'warning: odd option',
      '✔ first  1.0s  1.2k tokens',
      '◌ second  waits 1m 00s for the provider: too many',
      'paused by ann@host',
      'resumed by ann@host',
      '✘ second  API_ERROR: no such model',
      '',
    ]);
  });

  it('jsonl holds every event as it is, one a line', async () => {
    const text = await told(jsonlScreen);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(eventsOf(STORY).map((event) => ({ schema: 'longhaul/event/v1', ...event })));
  });

  it('the tree leaves the lines that matter and nothing of itself', async () => {
    const text = await told((put) => treeScreen('lh-audit', new PassThrough(), put, plain, () => 0));
    const rest = text.split('\u001b[0J').at(-1) ?? '';
    expect(rest).toContain('✘ second  API_ERROR: no such model\n');
    expect(rest).toContain('warning: odd option\n');
    expect(rest).not.toContain('✔ first');
    expect(rest).not.toContain('tokens ·');
  });

  it('the tree is erased by as many lines as it drew', async () => {
    const writes: string[] = [];
    let wrote = (): void => {};
    const firstWrite = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const put: Put = async (piece) => {
      writes.push(piece);
      wrote();
    };
    const screen = treeScreen('lh-audit', new PassThrough(), put, plain, () => 0);
    const state = emptyState();
    for (const event of eventsOf(STORY.slice(0, 7))) await screen.show(event, reduce(state, event));
    await firstWrite;
    await screen.close();

    const [first = ''] = writes;
    const staying = 4; // the name, two lines of the log, the warning
    const drawn = first.split('\n').length - 1 - staying;
    expect(writes.at(-1)).toBe(`\u001b[${drawn}A\u001b[0J`);
  });
});
