import type { Frame } from '../views/frame.js';
import type { Standing } from '../views/standing.js';
import type { Intent, Ui } from '../ui.js';
import type { Key } from './key.js';

/** What a key comes to: where the person is then, and what is to happen. */
export interface Step {
  readonly ui: Ui;
  readonly intent: Intent | null;
}

/** What a key is pressed at: the screen as it was painted last. */
export interface Moment extends Standing {
  readonly frame: Pick<Frame, 'page' | 'top' | 'last'>;
}

/** What some keys do at some screen. */
export interface Binding {
  /** Names of keys, or characters that they type. */
  readonly keys: readonly (Extract<Key, string> | (string & {}))[];
  /** As the footer tells it; empty where it goes without saying, null when the keys do nothing now. */
  readonly hint: (standing: Standing) => string | null;
  readonly press: (moment: Moment, key: Key) => Step;
}

export function moved(ui: Ui, change: Partial<Ui>): Step {
  return { ui: { ...ui, ...change }, intent: null };
}

export function wanted(ui: Ui, intent: Intent, change: Partial<Ui> = {}): Step {
  return { ui: { ...ui, ...change }, intent };
}
