// Moving about: up and down in lists and texts, into things and out of them.

import { askingsIn } from '../scene/scene.js';
import {
  agentIndex,
  askIndex,
  chosenCall,
  chosenRun,
  FIRST_SIGHT,
  listedRuns,
  phaseIndex,
  runIndex,
  type ScreenName,
} from '../ui.js';
import type { Standing } from '../views/standing.js';

import { typedBy } from './key.js';
import { type Binding, type Moment, moved, type Step } from './step.js';

/** Up and down, by one, by a page, to the ends. */
export const travel: Binding = {
  keys: ['up', 'down', 'k', 'j', 'pageup', 'pagedown', 'home', 'end', 'g', 'G'],
  hint: (standing) => {
    if (standing.ui.at === 'agent') return '↑/↓ agents · j/k scroll';
    return listOf(standing).length > 1 ? '↑/↓ choose' : '';
  },
  press(moment, key) {
    const name = typeof key === 'string' ? key : typedBy(key);
    if (scrolls(moment.ui.at, name)) return scrolled(moment, name);
    const { length, index } = listOf(moment);
    const to = target(name, index, length, moment.frame.page);
    return chosen(moment, Math.max(0, Math.min(length - 1, to)));
  },
};

/** Into what is chosen. */
export const enter: Binding = {
  keys: ['enter', 'right'],
  hint: ({ scene, ui }) => {
    if (ui.at === 'runs') return listedRuns(scene, ui).length > 0 ? 'Enter open' : null;
    if (ui.at === 'agent') return ui.long ? 'Enter less' : 'Enter more';
    if (ui.at === 'asks') return null;
    return ui.at === 'phases' || (scene.watched?.shown.size ?? 0) > 0 ? 'Enter view' : null;
  },
  press(moment, key) {
    const { scene, ui } = moment;
    switch (ui.at) {
      case 'runs':
        return moved(ui, { at: 'phases', run: chosenRun(scene, ui)?.run ?? null, ...FIRST_SIGHT });
      case 'phases':
        return moved(ui, { at: 'agents', call: null });
      case 'agents':
        return moved(ui, { at: 'agent', call: (scene.watched && chosenCall(scene.watched, ui)) ?? null, scroll: null });
      case 'agent':
        return key === 'enter' ? moved(ui, { long: !ui.long, scroll: null }) : moved(ui, {});
      case 'asks':
        return moved(ui, {});
    }
  },
};

/** Out of it, where one came from. */
export const leave: Binding = {
  keys: ['escape', 'left'],
  hint: ({ ui }) => {
    if (ui.at === 'runs') return ui.runQuery === '' ? null : 'Esc all runs';
    return 'Esc back';
  },
  press({ ui }) {
    if (ui.at === 'runs') return moved(ui, { runQuery: '' });
    if (ui.at === 'asks') return moved(ui, { at: ui.back, scroll: null });
    if (ui.query !== '' && ui.at === 'agents') return moved(ui, { query: '' });
    return moved(ui, { at: ABOVE[ui.at], scroll: null });
  },
};

const ABOVE: Readonly<Record<Exclude<ScreenName, 'runs' | 'asks'>, ScreenName>> = {
  phases: 'runs',
  agents: 'phases',
  agent: 'agents',
};

/** In the agent's screen the arrows go to the next agent, and all else moves its text. */
function scrolls(at: ScreenName, name: string): boolean {
  if (at === 'agent') return name !== 'up' && name !== 'down';
  return at === 'asks' && (name === 'pageup' || name === 'pagedown');
}

function scrolled({ ui, frame }: Moment, name: string): Step {
  const to = target(name, ui.scroll ?? frame.top, frame.last + 1, frame.page);
  return moved(ui, { scroll: Math.max(0, Math.min(frame.last, to)) });
}

function target(name: string, index: number, length: number, page: number): number {
  switch (name) {
    case 'up':
    case 'k':
      return index - 1;
    case 'down':
    case 'j':
      return index + 1;
    case 'pageup':
      return index - page;
    case 'pagedown':
      return index + page;
    case 'home':
    case 'g':
      return 0;
    default:
      return length - 1;
  }
}

function listOf({ scene, ui }: Standing): { readonly length: number; readonly index: number } {
  const { watched } = scene;
  if (ui.at === 'runs') {
    const runs = listedRuns(scene, ui);
    return { length: runs.length, index: runIndex(runs, ui) };
  }
  if (ui.at === 'asks') {
    const askings = askingsIn(scene);
    return { length: askings.length, index: askIndex(askings, ui) };
  }
  if (!watched) return { length: 0, index: 0 };
  if (ui.at === 'phases') return { length: watched.phases.length, index: phaseIndex(watched, ui) };
  return { length: watched.shown.size, index: agentIndex(watched, ui) };
}

function chosen({ scene, ui }: Moment, index: number): Step {
  switch (ui.at) {
    case 'runs':
      return moved(ui, { run: listedRuns(scene, ui)[index]?.run ?? null });
    case 'phases':
      return moved(ui, { phase: Math.max(0, index), call: null, query: '' });
    case 'agents':
    case 'agent':
      return moved(ui, { call: scene.watched?.shown.at(index) ?? ui.call, scroll: null });
    case 'asks':
      return moved(ui, { ask: Math.max(0, index), scroll: null });
  }
}
