import type { ScreenName } from '../ui.js';
import type { Standing } from '../views/standing.js';
import { asks, end, filter, pause, raise, restart, save } from './controls.js';
import { answer, approve, deny } from './decide.js';
import { type Key, typedBy } from './key.js';
import { type Binding, type Moment, moved, type Step, wanted } from './step.js';
import { enter, leave, travel } from './travel.js';
import { pressedIn } from './typing.js';

/** What a key comes to, wherever the person is. Keys that mean nothing there change nothing. */
export function press(moment: Moment, key: Key): Step {
  const { ui } = moment;
  if (key === 'ctrl-c') return wanted(ui, { do: 'quit' });
  if (key === 'ctrl-l') return wanted(ui, { do: 'repaint' });
  if (ui.mode.kind !== 'browse') return pressedIn(ui.mode, ui, key);
  const name = typeof key === 'string' ? key : typedBy(key);
  const bound = BINDINGS[ui.at].find(({ keys, hint }) => keys.includes(name) && hint(moment) !== null);
  return bound ? bound.press(moment, key) : moved(ui, {});
}

/** The keys that work now, as the footer tells them, the most wanted first. */
export function hints(standing: Standing): readonly string[] {
  return BINDINGS[standing.ui.at].flatMap(({ hint }) => hint(standing) || []);
}

const search: Binding = {
  keys: ['/'],
  hint: () => '/ search',
  press: ({ ui }) =>
    moved(ui, {
      mode: { kind: 'search', text: ui.at === 'runs' ? ui.runQuery : ui.query },
      ...(ui.at === 'phases' && { at: 'agents' }),
    }),
};

const help: Binding = {
  keys: ['?'],
  hint: () => '? help',
  press: ({ ui }) => moved(ui, { mode: { kind: 'help' } }),
};

const quit: Binding = {
  keys: ['q'],
  hint: () => 'q quit',
  press: ({ ui }) => wanted(ui, { do: 'quit' }),
};

const BINDINGS: Readonly<Record<ScreenName, readonly Binding[]>> = {
  runs: [travel, enter, leave, asks, pause, end, search, save, help, quit],
  phases: [travel, enter, asks, raise, pause, end, save, leave, filter, search, help, quit],
  agents: [travel, enter, asks, raise, end, restart, pause, filter, search, leave, save, help, quit],
  agent: [travel, enter, asks, raise, end, restart, pause, leave, save, help, quit],
  asks: [travel, approve, answer, deny, leave, help, quit],
};
