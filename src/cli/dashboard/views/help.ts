import { type Line, span } from '../text/line.js';

const KEYS: readonly (readonly [string, string])[] = [
  ['↑ ↓  j k', 'choose; in an agent j and k scroll'],
  ['PgUp PgDn  g G', 'by a page, to the beginning, to the end'],
  ['Enter →', 'open what is chosen; in an agent: more'],
  ['Esc ←', 'back'],
  ['f', 'show all, running, waiting, failed, completed, queued agents'],
  ['/', 'search names of runs, or labels of agents in all phases'],
  ['a', 'what agents ask of you: y once, u for this run, w always, n deny'],
  ['p', 'pause a run, and let it go on: nothing is lost'],
  ['c', 'raise the cap at which a run is paused'],
  ['x', 'stop the run (asks once more), or kill the agent'],
  ['r', 'let an agent begin anew'],
  ['s', 'save the script of a run as a workflow'],
  ['Ctrl+L', 'draw the screen again'],
  ['q  Ctrl+C', 'leave; runs go on'],
  ['', ''],
  ['✔ ✘ –', 'completed, failed, skipped'],
  ['● ◌', 'at work, not at work'],
];

export function helpLines(): readonly Line[] {
  return [[span('Keys', 'bold')], ...KEYS.map(([keys, what]) => [span(`  ${keys.padEnd(16)}`, 'live'), span(what)])];
}
