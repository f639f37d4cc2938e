// Tells a person who looks elsewhere that a run needs them, or has ended.
//
// N1  What is decided within SETTLES_MS is not told: an attached screen first lives through the past of its run.
// N2  What comes at the same time is told once.

import type { RunEvent } from '../../workflows/events.js';
import type { RunState } from '../../workflows/state.js';
import { type NotifyBy, notification } from '../terminal/notify.js';
import type { Put, Screen } from './screen.js';

const SETTLES_MS = 500;

/** A run that took less has been watched to its end. */
const LONG_MS = 10_000;

export function noticingScreen(screen: Screen, by: Exclude<NotifyBy, 'off'>, put: Put): Screen {
  let needs: ReturnType<typeof setTimeout> | undefined;
  let pending: RunEvent[] = [];
  let failure: unknown;

  const tell = (words: string): void => {
    put(notification(by, words)).catch((error: unknown) => {
      failure ??= error; // the terminal is gone; the next event says so
    });
  };
  const tellNeeds = (state: RunState): void => {
    const words = pending.map((event) => needOf(event, state)).find((need) => need !== null);
    needs = undefined;
    pending = [];
    if (words !== undefined) tell(words);
  };

  return {
    async show(event, state) {
      if (failure) throw failure;
      await screen.show(event, state);
      if (needOf(event, state) !== null) {
        pending.push(event);
        needs ??= setTimeout(tellNeeds, SETTLES_MS, state); // N2
      }
      if (event.type === 'ended' && event.at - state.startedAt > LONG_MS) tell(`${state.name}: ${event.status}`);
    },
    async close() {
      clearTimeout(needs);
      await screen.close();
    },
  };
}

/** What an event asks of a person, as long as it is still so; null for nothing. */
function needOf(event: RunEvent, state: RunState): string | null {
  if (event.type === 'paused')
    return event.why && state.status === 'paused' ? `${state.name} is paused: ${event.why}` : null;
  if (event.type !== 'waiting' || (event.wait.for !== 'permission' && event.wait.for !== 'failure')) return null;
  const agent = state.agents.get(event.call);
  if (agent?.position.at !== 'waiting') return null; // N1
  const { wait } = agent.position;
  if (wait.for === 'failure') return `${state.name}: ${agent.label} has failed and waits for you`;
  const [ask] = wait.for === 'permission' ? wait.asks : [];
  return ask ? `${state.name}: ${agent.label} asks: ${ask.tool} ${ask.summary}` : null;
}
