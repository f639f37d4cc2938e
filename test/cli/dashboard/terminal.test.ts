import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Key as InkKey } from 'ink';
import stringWidth from 'string-width';
import { clip, fit, lineWidth, span, widthOf } from '../../../src/cli/dashboard/text/line.js';
import { Pace } from '../../../src/cli/dashboard/pace.js';
import { Canvas } from '../../../src/cli/dashboard/terminal/canvas.js';
import { keysOf } from '../../../src/cli/dashboard/terminal/read-keys.js';
import { windowStart } from '../../../src/cli/dashboard/text/window.js';
import { shortened, wrapped } from '../../../src/cli/dashboard/text/wrap.js';

describe('the canvas', () => {
  const open = () => {
    const stream = Object.assign(new PassThrough(), { columns: 10, rows: 3 });
    const canvas = new Canvas(stream);
    canvas.open();
    stream.read();
    const written = async (...rows: readonly string[]): Promise<string> => {
      for (const [index, row] of rows.entries()) canvas.put(index, row);
      await canvas.flush();
      return String(stream.read() ?? '');
    };
    return { canvas, stream, written };
  };

  it('gives the terminal the rows that have changed, in one write (V1)', async () => {
    const { written } = open();
    expect(await written('one', 'two')).toBe(
      '\u001b[?2026h\u001b[1;1H\u001b[2Kone\u001b[2;1H\u001b[2Ktwo\u001b[?2026l',
    );
    expect(await written('one', '2')).toBe('\u001b[?2026h\u001b[2;1H\u001b[2K2\u001b[?2026l');
    expect(await written('one', '2')).toBe('');
  });

  it('paints everything again when the terminal shows something else', async () => {
    const { canvas, written } = open();
    await written('one', 'two');
    canvas.forget();
    expect(await written()).toContain('two');
  });

  it('leaves out what has no row, restores the terminal once and paints nothing afterwards (V3)', async () => {
    const { canvas, stream, written } = open();
    expect(await written('1', '2', '3', 'fourth')).not.toContain('fourth');
    canvas.close();
    canvas.close();
    expect(String(stream.read())).toBe('\u001b[?7h\u001b[?25h\u001b[?1049l');
    expect(await written('more')).toBe('');
  });
});

describe('the pace', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const begin = (taken: () => Promise<void> = () => Promise.resolve()): { pace: Pace; times: number[] } => {
    const times: number[] = [];
    const since = performance.now();
    const pace = new Pace(() => {
      times.push(performance.now() - since);
      return taken();
    });
    return { pace, times };
  };

  it('paints what happens at most five times a second (P1)', async () => {
    const { pace, times } = begin();
    for (let ms = 0; ms < 990; ms += 10) {
      pace.soon();
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(times).toEqual([0, 200, 400, 600, 800]);
  });

  it('paints what a key does at once, also amid what happens (P2)', async () => {
    const { pace, times } = begin();
    pace.soon();
    await jest.advanceTimersByTimeAsync(50);
    pace.soon();
    pace.now();
    await jest.advanceTimersByTimeAsync(20);
    pace.now();
    await jest.advanceTimersByTimeAsync(500);
    expect(times).toEqual([0, 50, 83]);
  });

  it('waits for a terminal that is slow (P3), and paints nothing more when it is closed', async () => {
    let take: () => void = () => undefined;
    const { pace, times } = begin(() => new Promise((resolve) => (take = resolve)));
    pace.now();
    await jest.advanceTimersByTimeAsync(1);
    pace.now();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(times).toHaveLength(1);
    take();
    await jest.advanceTimersByTimeAsync(1);
    expect(times).toHaveLength(2);
    pace.close();
    take();
    pace.now();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(times).toHaveLength(2);
  });
});

describe('keys as they come', () => {
  const none = {} as InkKey;

  it('are several when they were read at once', () => {
    expect(keysOf('jj', none)).toEqual([{ typed: 'j' }, { typed: 'j' }]);
    expect(keysOf('漢👩‍👩‍👧‍👦', none)).toEqual([{ typed: '漢' }, { typed: '👩‍👩‍👧‍👦' }]);
    expect(keysOf('a\r\nb', none)).toEqual([{ typed: 'a' }, 'enter', { typed: 'b' }]);
  });

  it('are named, and lose what a terminal would obey', () => {
    expect(keysOf('', { ...none, upArrow: true })).toEqual(['up']);
    expect(keysOf('', { ...none, delete: true })).toEqual(['backspace']);
    expect(keysOf('c', { ...none, ctrl: true })).toEqual(['ctrl-c']);
    expect(keysOf('x', { ...none, ctrl: true })).toEqual([]);
    expect(keysOf('a\u0007\u001b[31mb', none)).toEqual([{ typed: 'a' }, { typed: 'b' }]);
  });
});

describe('text in columns', () => {
  it('is measured as terminals do, also where that is done quickly', () => {
    for (const sign of '·…✔✘–●◌○❯›│─█░×↑↓') expect([sign, stringWidth(sign)]).toEqual([sign, 1]);
  });

  it('is cut where it has no room, by columns and not by characters', () => {
    expect(clip('漢字漢字', 5)).toBe('漢字…');
    expect(widthOf('漢字')).toBe(4);
    for (const columns of [0, 1, 2, 5, 9, 40]) {
      expect(lineWidth(fit([span('漢字'), span('ab👩‍👩‍👧‍👦cd', 'bold'), span('x')], columns))).toBe(columns);
    }
  });

  it.each<readonly [string, number, readonly string[]]>([
    ['one two three', 7, ['one two', 'three']],
    ['one\n\ntwo', 9, ['one', '', 'two']],
    ['abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
    ['漢字漢字', 5, ['漢字', '漢字']],
    ['a\u001b[2Jb', 5, ['ab']],
    ['', 5, ['']],
  ])('is broken into rows: %j at %d', (text, columns, rows) => {
    expect(wrapped(text, columns)).toEqual(rows);
  });

  it('says how much of it is missing', () => {
    expect(shortened(['a', 'b', 'c', 'd'], 3)).toEqual(['a', 'b', '… 2 more lines']);
    expect(shortened(['a', 'b', 'c'], 3)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [0, 100, 10, 0],
    [50, 100, 10, 45],
    [99, 100, 10, 90],
    [2, 5, 10, 0],
  ])('is shown around what is chosen: %d of %d in %d rows', (chosen, length, rows, start) => {
    expect(windowStart(chosen, length, rows)).toBe(start);
  });
});
