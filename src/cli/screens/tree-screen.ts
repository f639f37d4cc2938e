// The live tree of a run, redrawn in place at the bottom of the terminal; lines that stay scroll past above it.
//
// V1  At most one redraw each REDRAW_MS, whatever the number of events.
// V2  Lines that stay and the tree leave in one write, so that no half-drawn screen is ever seen.
// V3  After `close` the tree is gone, the lines remain, the cursor is where the next line goes.

import type { RunEvent } from '../../workflows/events.js';
import type { RunState } from '../../workflows/state.js';
import type { Colors, OutputStream } from '../terminal/terminal.js';
import { eventLine } from './event-line.js';
import type { Put, Screen } from './screen.js';
import { type Room, treeLines } from './tree.js';

const REDRAW_MS = 200;

/** `run`: its id, for commands to be typed. `now`: milliseconds since the epoch, as workflows count them. */
export function treeScreen(run: string, stream: OutputStream, put: Put, colors: Colors, now: () => number): Screen {
  let staying = '';
  let drawn = 0;
  let state: RunState | undefined;
  let failure: unknown;

  const redraw = (): Promise<void> => {
    const tree = state ? treeLines(run, state, now(), roomOf(stream), colors) : [];
    const text = erase(drawn) + staying + tree.map((line) => `${line}\n`).join('');
    staying = '';
    drawn = tree.length;
    return text === '' ? Promise.resolve() : put(text);
  };
  const timer = setInterval(() => {
    redraw().catch((error: unknown) => {
      failure ??= error;
    });
  }, REDRAW_MS);

  return {
    async show(event, folded) {
      if (failure) throw failure; // the terminal is gone
      state = folded;
      const line = stays(event) ? eventLine(event, folded, colors) : null;
      if (line !== null) staying += `${line}\n`;
    },
    async close() {
      clearInterval(timer);
      state = undefined;
      await redraw();
    },
  };
}

/** Agents that end well are counted in the tree; everything else that is said stays. */
function stays(event: RunEvent): boolean {
  if (event.type === 'settled') return event.ending.status !== 'ok';
  return event.type !== 'phase';
}

/** Up by that many lines, and all below cleared. Each tree line is cut to the terminal's width, so lines are rows. */
function erase(lines: number): string {
  return lines === 0 ? '' : `\u001b[${lines}A\u001b[0J`;
}

/** One column and row less than there are: a full last one makes some terminals wrap or scroll. */
function roomOf({ columns = 80, rows = 24 }: OutputStream): Room {
  return { columns: Math.max(1, columns - 1), rows: Math.max(1, rows - 2) };
}
