import stringWidth from 'string-width';
import { shortId } from '../../client/run-id.js';
import type { AgentRow, RunState } from '../../workflows/state.js';
import { duration } from '../output/amounts.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { cut } from './cut.js';

/** Asks told one by one; `inbox` tells all. */
const MOST_ASKS = 3;

/**
 * What a run waits for, and the command that lets it go on: agents that ask or are held, a pause, a cap, the provider's
 * limit. `waiting`: its agents that wait, in the order of their calls. `now` is milliseconds since the epoch.
 */
export function waitingLines(
  run: string,
  state: RunState,
  waiting: readonly AgentRow[],
  now: number,
  columns: number,
  { yellow, dim }: Colors,
): readonly string[] {
  const id = shortId(run);
  const needs = waiting.map((agent) => needOf(agent, id)).filter((need) => need !== null);
  const more = needs.length - MOST_ASKS;
  const told: readonly Need[] =
    more > 0 ? [...needs.slice(0, MOST_ASKS), [`${more} more wait for you`, `longhaul inbox ${id}`]] : needs;
  const lines = told.map(([words, command]) => {
    const room = columns - 2 - stringWidth(command) - 3;
    return room < 8 ? cut(`◌ ${command}`, columns) : `◌ ${cut(words, room)} ${dim('·')} ${command}`;
  });
  return [...lines, ...standstill(state, id, now).map((words) => yellow(cut(words, columns)))];
}

/** What is needed of a person, and the command that gives it. */
type Need = readonly [words: string, command: string];

/** What this agent needs of a person; null for nothing. `id` names its run. */
export function needOf({ call, label, position }: AgentRow, id: string): Need | null {
  const wait = position.at === 'waiting' ? position.wait : null;
  if (wait?.for === 'failure')
    return [terminalLine(`agent ${call} (${label}) failed: ${wait.message}`), `longhaul restart ${id} ${call}`];
  const [ask] = wait?.for === 'permission' ? wait.asks : [];
  if (!ask) return null;
  return ask.questions
    ? [terminalLine(`agent ${call} (${label}) has a question`), `longhaul answer ${id} ${call}`]
    : [terminalLine(`agent ${call} asks: ${ask.tool} ${ask.summary}`), `longhaul approve ${id} ${call}`];
}

/** Why no agent starts at all. */
function standstill({ status, pausedFor, limited }: RunState, id: string, now: number): readonly string[] {
  if (status === 'paused')
    return pausedFor === null ? [`to go on: longhaul resume ${id}`] : terminalLine(pausedFor).split('; ');
  if (limited === null || status !== 'running') return [];
  return [terminalLine(`the provider limits the run, for ${duration(limited.until - now)} yet: ${limited.message}`)];
}
