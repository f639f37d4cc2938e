import type { Colors } from '../terminal/terminal.js';
import { eventLine } from './event-line.js';
import type { Put, Screen } from './screen.js';

/** One line for each event that says something: for logs, pipes, and terminals that cannot redraw. */
export function lineScreen(put: Put, colors: Colors): Screen {
  return {
    async show(event, state) {
      const line = eventLine(event, state, colors);
      if (line !== null) await put(`${line}\n`);
    },
    async close() {},
  };
}
