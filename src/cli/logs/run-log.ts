import type { RunEvent } from '../../workflows/events.js';
import { reduce, type RunState } from '../../workflows/state.js';
import { documentLine } from '../output/document.js';
import { secondOf } from '../output/moments.js';
import { eventLine } from '../screens/event-line.js';
import type { Colors } from '../terminal/terminal.js';

/** What is printed of one event; null for nothing. Has to be told all events in their order. */
export type Teller = (event: RunEvent) => string | null;

/** For a person: the time by this machine's clock, and what `attach` says. */
export function lineTeller(state: RunState, colors: Colors): Teller {
  return (event) => {
    const line = eventLine(event, reduce(state, event), colors);
    return line === null ? null : `${colors.dim(secondOf(event.at))}  ${line}`;
  };
}

/** For a program: the event itself. */
export const jsonTeller: Teller = (event) => documentLine('event', event, 'jsonl').trimEnd();
