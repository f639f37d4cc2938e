import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { cut } from '../../../src/cli/screens/cut.js';
import { treeLines } from '../../../src/cli/screens/tree.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import type { PermissionAsk } from '../../../src/workflows/ports.js';
import { done, lost, queued, running, started, stateAfter } from '../../support/run-story.js';

const plain = pc.createColors(false);
const room = { columns: 60, rows: 20 };
const RUN = 'lh-audit-01kam2v5x7abcdefghjkmnpqrs';

const asks = (call: number, summary: string, questions?: PermissionAsk['questions']): RunHappening => ({
  type: 'waiting',
  call,
  wait: {
    for: 'permission',
    asks: [{ id: `ask-${call}`, tool: 'Bash', summary, reason: 'no rule', ...(questions && { questions }) }],
  },
  spent: null,
});

describe('the tree of a run', () => {
  it('shows phases with counts, agents at work with their time, and totals', () => {
    const state = stateAfter([
      started('Find', 'Check'),
      queued(1, 'first', 'Find'),
      queued(2, 'second', 'Find'),
      queued(3, 'third', 'Find'),
      running(1),
      running(2),
      done(1, 1_200),
    ]);
    expect(treeLines(RUN, state, 9_000, room, plain)).toEqual([
      '● Find  1/3',
      '    ● second  4.0s',
      '○ Check',
      '3 agents · 1 running · 1 queued · 1.2k tokens · $0.12 · 9.0s',
    ]);
  });

  it('counts what failed, and marks what is done', () => {
    const state = stateAfter([started('Find'), queued(1, 'first', 'Find'), running(1), lost(1, 'no')]);
    expect(treeLines(RUN, state, 3_000, room, plain)).toEqual([
      '✔ Find  1/1  1 failed',
      '1 agent · 1 failed · 0 tokens · $0.00 · 3.0s',
    ]);
  });

  it('says that the run is paused', () => {
    const state = stateAfter([started(), { type: 'paused', by: 'ann' }]);
    expect(treeLines(RUN, state, 1_000, room, plain)).toEqual([
      'to go on: longhaul resume lh-audit-01kam2v5x7',
      'paused · 0 agents · 0 tokens · $0.00 · 1.0s',
    ]);
  });

  it('says at a cap how it is raised', () => {
    const why = 'the cap of $2.00 ($2.01 spent) is reached; to go on: longhaul raise RUN --max-usd MORE';
    const state = stateAfter([started(), { type: 'paused', by: 'cap', why }]);
    expect(treeLines(RUN, state, 1_000, room, plain).slice(0, -1)).toEqual([
      'the cap of $2.00 ($2.01 spent) is reached',
      'to go on: longhaul raise RUN --max-usd MORE',
    ]);
  });

  it('says what agents wait for, with the whole command that lets each go on', () => {
    const held = { for: 'failure', code: 'API_ERROR', message: 'no such model' } as const;
    const question = { header: 'Port', question: 'Which?', options: [], multiSelect: false };
    const state = stateAfter([
      started(),
      ...[1, 2, 3].flatMap((call) => [queued(call, `agent ${call}`), running(call)]),
      asks(1, 'npm test -- --with a lot of options'),
      asks(2, '', [question]),
      { type: 'waiting', call: 3, wait: held, spent: null },
    ]);
    expect(treeLines(RUN, state, 9_000, { columns: 70, rows: 20 }, plain).slice(-4, -1)).toEqual([
      '◌ agent 1 asks: Bash npm tes… · longhaul approve lh-audit-01kam2v5x7 1',
      '◌ agent 2 (agent 2) has a que… · longhaul answer lh-audit-01kam2v5x7 2',
      '◌ agent 3 (agent 3) failed: … · longhaul restart lh-audit-01kam2v5x7 3',
    ]);
  });

  it('sends to the inbox where many ask', () => {
    const calls = [1, 2, 3, 4, 5];
    const agents = calls.flatMap((call) => [queued(call, 'x'), running(call), asks(call, 'ls')]);
    const lines = treeLines(RUN, stateAfter([started(), ...agents]), 0, { columns: 100, rows: 20 }, plain);
    expect(lines.at(-2)).toBe('◌ 2 more wait for you · longhaul inbox lh-audit-01kam2v5x7');
  });

  it('says for how long the provider lets nobody start', () => {
    const state = stateAfter([started(), { type: 'limited', until: 65_000, message: 'too many requests' }]);
    expect(treeLines(RUN, state, 5_000, { columns: 90, rows: 9 }, plain)[0]).toBe(
      'the provider limits the run, for 1m 00s yet: too many requests',
    );
  });

  it.each([
    { columns: 60, rows: 20 },
    { columns: 60, rows: 4 },
    { columns: 20, rows: 3 },
    { columns: 8, rows: 2 },
    { columns: 1, rows: 1 },
  ])('fits into %j, whatever the labels', (narrow) => {
    const labels = [
      'a label that goes on and on and on',
      '漢字漢字漢字漢字漢字漢字漢字漢字',
      '👩‍💻👩‍💻👩‍💻',
      'two\nlines \u001b[2J',
    ];
    const agents = Array.from({ length: 40 }, (_, call) => [
      queued(call, labels[call % labels.length] ?? '', `phase ${call % 5} of the work`),
      running(call),
    ]);
    const state = stateAfter([
      started(),
      ...agents.flat(),
      asks(1, '漢字\n'),
      asks(2, 'ls'),
      { type: 'paused', by: 'ann' },
    ]);
    const lines = treeLines(RUN, state, 10 ** 9, narrow, plain);
    expect(lines.length).toBeLessThanOrEqual(narrow.rows);
    for (const line of lines) {
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(stringWidth(line)).toBeLessThanOrEqual(narrow.columns);
    }
  });

  it('says how many agents it leaves out', () => {
    const agents = [1, 2, 3, 4].flatMap((call) => [queued(call, `agent ${call}`), running(call)]);
    const lines = treeLines(RUN, stateAfter([started(), ...agents]), 0, { columns: 60, rows: 4 }, plain);
    expect(lines.slice(1, 3)).toEqual(['    ● agent 1  0.0s', '    … 3 more at work']);
  });

  it.each([
    ['short', 10, 'short'],
    ['exactly10!', 10, 'exactly10!'],
    ['one too long', 11, 'one too lo…'],
    ['漢字漢字', 5, '漢字…'],
    ['anything', 1, '…'],
    ['anything', 0, ''],
    ['anything', -3, ''],
  ])('cuts %j to %d columns', (text, columns, kept) => {
    expect(cut(text, columns)).toBe(kept);
  });
});
