import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { cut, treeLines } from '../../../src/cli/screens/tree.js';
import { done, lost, queued, running, started, stateAfter } from '../../support/run-story.js';

const plain = pc.createColors(false);
const room = { columns: 60, rows: 20 };

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
    expect(treeLines(state, 9_000, room, plain)).toEqual([
      '● Find  1/3',
      '    ● second  4.0s',
      '○ Check',
      '3 agents · 1 running · 1 queued · 1.2k tokens · $0.12 · 9.0s',
    ]);
  });

  it('counts what failed, and marks what is done', () => {
    const state = stateAfter([started('Find'), queued(1, 'first', 'Find'), running(1), lost(1, 'no')]);
    expect(treeLines(state, 3_000, room, plain)).toEqual([
      '✔ Find  1/1  1 failed',
      '1 agent · 1 failed · 0 tokens · $0.00 · 3.0s',
    ]);
  });

  it('says that the run is paused', () => {
    const state = stateAfter([started(), { type: 'paused', by: 'ann' }]);
    expect(treeLines(state, 1_000, room, plain)).toEqual(['paused · 0 agents · 0 tokens · $0.00 · 1.0s']);
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
    const lines = treeLines(stateAfter([started(), ...agents.flat()]), 10 ** 9, narrow, plain);
    expect(lines.length).toBeLessThanOrEqual(narrow.rows);
    for (const line of lines) {
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(stringWidth(line)).toBeLessThanOrEqual(narrow.columns);
    }
  });

  it('says how many agents it leaves out', () => {
    const agents = [1, 2, 3, 4].flatMap((call) => [queued(call, `agent ${call}`), running(call)]);
    const lines = treeLines(stateAfter([started(), ...agents]), 0, { columns: 60, rows: 4 }, plain);
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
