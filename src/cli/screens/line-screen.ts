import type { RunEvent } from '../../workflows/events.js';
import type { Colors } from '../terminal.js';
import { eventLine } from './event-line.js';
import type { Put, Screen } from './screen.js';

/** One line for each event that says something and passes `wanted`: for logs, pipes, and terminals that cannot redraw. */
export function lineScreen(put: Put, colors: Colors, wanted: (event: RunEvent) => boolean = () => true): Screen {
  return {
    async show(event, state) {
      const line = wanted(event) ? eventLine(event, state, colors) : null;
      if (line !== null) await put(`${line}\n`);
    },
    async close() {},
  };
}
