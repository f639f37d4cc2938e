// What is done to runs and agents.

import type { RunStatus } from '../../../workflows/events.js';
import { chosenCall, chosenRun, type Ui } from '../ui.js';
import type { AgentRow } from '../../../workflows/state.js';
import { nextFilter } from '../scene/filter.js';
import { isOver } from '../views/run-words.js';
import type { Standing } from '../views/standing.js';
import { type Binding, moved, wanted } from './step.js';

/** The run that a key at this screen is about, and how it stands. */
interface RunAtHand {
  readonly run: string;
  readonly status: RunStatus | null;
  /** Whether anything can be done to it. */
  readonly isOpen: boolean;
}

export const pause: Binding = {
  keys: ['p'],
  hint: (standing) => {
    const run = runAtHand(standing);
    if (!run?.isOpen || isAtCap(standing)) return null;
    return run.status === 'paused' ? 'p resume' : 'p pause';
  },
  press(moment) {
    const { ui } = moment;
    const run = runAtHand(moment);
    if (!run) return moved(ui, {});
    return wanted(ui, { do: run.status === 'paused' ? 'resume' : 'pause', run: run.run });
  },
};

/** Ends the run, which is asked once more, or the agent. */
export const end: Binding = {
  keys: ['x'],
  hint: (standing) => {
    if (namesAgent(standing.ui)) return openAgent(standing) ? 'x kill agent' : null;
    return runAtHand(standing)?.isOpen ? 'x stop run' : null;
  },
  press(moment) {
    const { ui } = moment;
    const run = runAtHand(moment);
    if (!run) return moved(ui, {});
    const agent = namesAgent(ui) ? openAgent(moment) : undefined;
    if (agent) return wanted(ui, { do: 'kill', run: run.run, call: agent.call });
    return moved(ui, { mode: { kind: 'confirm-stop', run: run.run } });
  },
};

export const restart: Binding = {
  keys: ['r'],
  hint: (standing) => (restartable(standing) ? 'r restart' : null),
  press(moment) {
    const { ui } = moment;
    const agent = restartable(moment);
    const run = runAtHand(moment);
    return agent && run ? wanted(ui, { do: 'restart', run: run.run, call: agent.call }) : moved(ui, {});
  },
};

/** Of a run that is paused at a cap: then it goes on. */
export const raise: Binding = {
  keys: ['c'],
  hint: (standing) => (isAtCap(standing) && runAtHand(standing)?.isOpen ? 'c raise the cap' : null),
  press(moment) {
    const run = runAtHand(moment);
    return moved(moment.ui, run ? { mode: { kind: 'raise', run: run.run, text: '' } } : {});
  },
};

export const filter: Binding = {
  keys: ['f'],
  hint: () => 'f filter',
  press: ({ ui }) => moved(ui, { filter: nextFilter(ui.filter), call: null }),
};

export const save: Binding = {
  keys: ['s'],
  hint: (standing) => (runAtHand(standing) ? 's save' : null),
  press(moment) {
    const { scene, ui } = moment;
    const run = runAtHand(moment);
    if (!run) return moved(ui, {});
    const name = ui.at === 'runs' ? chosenRun(scene, ui)?.name : scene.watched?.state.name;
    return moved(ui, { mode: { kind: 'save', run: run.run, text: name ?? '', to: scene.saveTo } });
  },
};

export const asks: Binding = {
  keys: ['a'],
  hint: ({ scene, ui }) => {
    const count =
      ui.at === 'runs' ? (scene.runs ?? []).reduce((sum, row) => sum + (row.asks ?? 0), 0) : scene.watched?.state.asks;
    return count ? 'a approvals' : '';
  },
  press: ({ ui }) => moved(ui, { at: 'asks', back: ui.at, ask: 0, scroll: null }),
};

function runAtHand({ scene, ui }: Standing): RunAtHand | null {
  if (ui.at === 'runs') {
    const row = chosenRun(scene, ui);
    return row ? { run: row.run, status: row.status, isOpen: row.from === 'server' && !isOver(row.status) } : null;
  }
  const { watched } = scene;
  if (!watched) return null;
  const { status } = watched;
  const isKnown = watched.events > 0 && watched.from === 'server';
  return { run: watched.run, status, isOpen: isKnown && !isOver(status) };
}

/** It goes on when the cap is raised, and not before. */
function isAtCap({ scene, ui }: Standing): boolean {
  const state = ui.at === 'runs' ? undefined : scene.watched?.state;
  return state?.status === 'paused' && state.pausedFor !== null;
}

/** Whether keys are about an agent at this screen. */
function namesAgent({ at }: Ui): boolean {
  return at === 'agents' || at === 'agent';
}

/** The chosen agent while it has not ended. */
function openAgent(standing: Standing): AgentRow | undefined {
  const { scene, ui } = standing;
  if (!scene.watched || !namesAgent(ui) || !runAtHand(standing)?.isOpen) return undefined;
  const call = chosenCall(scene.watched, ui);
  const agent = call === undefined ? undefined : scene.watched.agent(call);
  return agent?.position.at === 'settled' ? undefined : agent;
}

/** One that has begun. */
function restartable(standing: Standing): AgentRow | undefined {
  const agent = openAgent(standing);
  return agent?.position.at === 'queued' ? undefined : agent;
}
