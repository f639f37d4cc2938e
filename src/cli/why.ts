import { shortId } from '../client/run-id.js';
import type { RunEvent } from '../workflows/events.js';
import type { RunResult } from '../workflows/run-result.js';
import type { AgentRow, RunState } from '../workflows/state.js';
import { counted, duration } from './output/amounts.js';
import { needOf } from './screens/waiting-lines.js';
import { terminalLine } from './terminal/terminal-text.js';

/** What a run waits for. */
export type WaitsFor =
  | 'permission'
  | 'answer'
  | 'decision'
  | 'resume'
  | 'cap'
  | 'provider'
  | 'key'
  | 'worker'
  | 'agents'
  | 'script'
  | 'nothing';

export interface Why {
  readonly run: string;
  readonly waitsFor: WaitsFor;
  /** Half a sentence, fit for a terminal. */
  readonly because: string;
  /** What lets it go on, or what to do with its end; null when there is nothing to do. */
  readonly command: string | null;
}

/** A run as far as its waiting depends on it. */
export interface Standing {
  readonly run: string;
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly goesOn: boolean;
  readonly result: RunResult | null;
  /** Whether a worker answers for the run; of one that has ended that does not matter. */
  readonly worker: 'answers' | 'silent';
}

/** What the run waits for, and the command that lets it go on. `now`: milliseconds since the epoch. */
export function whyOf(standing: Standing, now: number): Why {
  const { run, state, goesOn, worker } = standing;
  const id = shortId(run);
  if (!goesOn) return { run, ...afterTheEnd(standing, id, now) };
  if (worker === 'silent') {
    const because = 'no worker answers for it: none runs, or all are busy';
    return { run, waitsFor: 'worker', because, command: 'longhaul status' };
  }
  const found =
    state.status === 'paused'
      ? paused(standing, id, now)
      : (needed(state, id) ?? kept(state, now) ?? atWork(state, now));
  return { run, ...found };
}

/** As one line: `lh-x: agent 3 asks: … · longhaul approve lh-x 3`. */
export function whyLine({ run, because, command }: Why): string {
  return `${shortId(run)}: ${because}${command === null ? '' : ` · ${command}`}`;
}

type Found = Omit<Why, 'run'>;

function afterTheEnd({ state, result }: Standing, id: string, now: number): Found {
  const when = state.endedAt === null ? '' : ` ${duration(now - state.endedAt)} ago`;
  const end = (words: string, command: string): Found => ({ waitsFor: 'nothing', because: words, command });
  switch (result?.status) {
    case 'completed':
      return end(`completed${when}`, `longhaul result ${id}`);
    case 'completed_with_failures': {
      const { failed, agents } = state.counts;
      return end(`completed${when}, but ${failed} of ${counted(agents, 'agent')} failed`, `longhaul resume ${id}`);
    }
    case 'stopped':
    case 'failed':
    case 'rejected': {
      const how = result.status === 'failed' ? 'failed' : 'ended';
      return end(terminalLine(`${how}${when}: ${result.error?.message ?? result.status}`), `longhaul resume ${id}`);
    }
    case undefined:
      return end('ended by force', `longhaul resume ${id}`);
  }
}

function paused({ state, events }: Standing, id: string, now: number): Found {
  const { pausedFor, draining, counts } = state;
  if (pausedFor !== null) {
    const [because = '', command = null] = terminalLine(pausedFor).split('; to go on: ');
    return { waitsFor: 'cap', because, command };
  }
  const pause = events.findLast((event) => event.type === 'paused');
  const who = pause ? ` by ${terminalLine(pause.by)} ${duration(now - pause.at)} ago` : '';
  const drain = draining && counts.running > 0 ? `; agents at work (${counts.running}) go on to their end` : '';
  return { waitsFor: 'resume', because: `it is paused${who}${drain}`, command: `longhaul resume ${id}` };
}

/** What only a person can give: the first of its agents that needs something, and how many more do. */
function needed(state: RunState, id: string): Found | null {
  const rows = [...state.agents.values()];
  const needs = rows.flatMap((agent) => {
    const need = needOf(agent, id);
    return need ? [{ agent, need }] : [];
  });
  const [first, ...others] = needs;
  if (!first) return null;
  const [words, command] = first.need;
  const { length } = others;
  const more =
    length === 0 ? '' : `, and ${length} more ${length === 1 ? 'waits' : 'wait'} for you (longhaul inbox ${id})`;
  return { waitsFor: kindOf(first.agent), because: `${words}${more}`, command };
}

function kindOf({ position }: AgentRow): WaitsFor {
  const wait = position.at === 'waiting' ? position.wait : null;
  if (wait?.for === 'failure') return 'decision';
  return wait?.for === 'permission' && wait.asks[0]?.questions ? 'answer' : 'permission';
}

/** What the provider keeps from it, or the want of a key for one. */
function kept({ limited, agents, counts }: RunState, now: number): Found | null {
  if (counts.running > 0 && limited === null) return null;
  const waits = [...agents.values()].flatMap(({ position }) => {
    const wait = position.at === 'waiting' ? position.wait : null;
    return wait?.for === 'rate-limit' || wait?.for === 'no-provider' ? [wait] : [];
  });
  const keyless = waits.find((wait) => wait.for === 'no-provider');
  if (keyless)
    return {
      waitsFor: 'key',
      because: terminalLine(`its worker cannot ask the model: ${keyless.message}`),
      command: 'longhaul doctor',
    };
  const limit = limited ?? waits.find((wait) => wait.for === 'rate-limit');
  if (!limit) return null;
  const because = `the provider limits it, for ${duration(limit.until - now)} yet: ${limit.message}`;
  return { waitsFor: 'provider', because: terminalLine(because), command: null };
}

function atWork({ agents, counts }: RunState, now: number): Found {
  const { running, queued, waiting } = counts;
  const rest = queued === 0 ? '' : `, ${queued} queued`;
  if (running > 0) {
    const working = [...agents.values()].filter(({ position }) => position.at === 'running');
    const longest = working.reduce((a, b) => ((a.startedAt ?? now) <= (b.startedAt ?? now) ? a : b));
    const since = `${longest.label} for ${duration(now - (longest.startedAt ?? now))}`;
    const who = running === 1 ? since : `the longest: ${since}`;
    return {
      waitsFor: 'agents',
      because: terminalLine(`${counted(running, 'agent')} at work${rest} (${who})`),
      command: null,
    };
  }
  if (queued + waiting > 0)
    return { waitsFor: 'agents', because: `${counted(queued + waiting, 'agent')} about to begin`, command: null };
  return { waitsFor: 'script', because: 'its script goes on by itself, or waits for a timer', command: null };
}
