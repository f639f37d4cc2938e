import type { RunEvent } from '../../workflows/events.js';
import type { RunState } from '../../workflows/state.js';

/** Shows a run while it goes on. Keeps no truth of its own: all it says follows from the events and their fold. */
export interface Screen {
  /** `state` is the fold up to and with `event`; it changes with the next one. */
  show(event: RunEvent, state: RunState): Promise<void>;
  /** Takes away what is not meant to stay. Nothing is shown after it. */
  close(): Promise<void>;
}

/** Where a screen writes; resolves when the text has left. */
export type Put = (text: string) => Promise<void>;
