import { tokensOf } from '../../../interpreter/outcome.js';
import { costInWords } from '../../../workflows/cost.js';
import type { PhaseRow } from '../../../workflows/state.js';
import { duration, tokens } from '../../output/amounts.js';
import { terminalLine } from '../../terminal/terminal-text.js';
import { apart, fit, type Line, type Span, span } from '../text/line.js';
import { phaseIndex } from '../ui.js';
import type { WatchedRun } from '../scene/watched-run.js';
import { listLines, pointer } from './list.js';
import { bar } from './run-words.js';
import type { Standing } from './standing.js';

/** The phases of a run, with how far each is. */
export function phaseList({ ui }: Standing, watched: WatchedRun, columns: number, rows: number): readonly Line[] {
  const chosen = phaseIndex(watched, ui);
  const { phases } = watched;
  if (phases.length === 0) return [fit([span('  no phases yet', 'dim')], columns)];
  const numbered = { length: phases.length, slice: (from: number, to: number) => entries(phases, from, to) };
  return listLines(numbered, chosen, rows, ([number, phase], isChosen) => [
    ...pointer(isChosen, ui.at === 'phases'),
    ...rowOf(number, phase, isChosen, columns - 2),
  ]);
}

function entries(phases: readonly PhaseRow[], from: number, to: number): readonly (readonly [number, PhaseRow])[] {
  return phases.slice(from, to).map((phase, index) => [from + index + 1, phase] as const);
}

function rowOf(number: number, phase: PhaseRow, isChosen: boolean, columns: number): Line {
  const { agents, failed, cost } = phase;
  const done = doneOf(phase);
  const left = [
    markOf(phase),
    span(` ${number} `, 'dim'),
    span(terminalLine(phase.title ?? 'agents'), isChosen ? 'bold' : 'plain'),
  ];
  const isWide = columns >= 36;
  const right = [
    ...(failed > 0 ? [span(`${failed}✘ `, 'bad')] : []),
    ...(isWide && agents > 0 ? [span(`${bar(done, agents, 6)} `, 'dim')] : []),
    ...(isWide && agents > 0 ? [span(`${costInWords(cost)} `, 'dim')] : []),
    span(`${done}/${agents}`, 'dim'),
  ];
  return apart(left, right, columns);
}

function markOf(phase: PhaseRow): Span {
  const { agents, running, waiting, queued } = phase;
  if (agents > 0 && doneOf(phase) === agents) return span('✔', 'good');
  if (running > 0) return span('●', 'live');
  return waiting + queued > 0 ? span('◌', 'warn') : span('○', 'dim');
}

/** One phase in a row: how much of it is done, what it took. */
export function phaseFigures({ now }: Standing, watched: WatchedRun, phase: PhaseRow): Line {
  const { agents, failed, usage, cost, running, waiting, queued } = phase;
  const done = doneOf(phase);
  const times = watched.timesOf(phase);
  const isOpen = running + waiting + queued > 0;
  const took = times
    ? ` · ${duration((isOpen && watched.state.endedAt === null ? now : times.endedAt) - times.startedAt)}`
    : '';
  return [
    span(terminalLine(phase.title ?? 'agents'), 'bold'),
    span(`  ${bar(done, agents, 10)} ${done}/${agents}`, 'dim'),
    ...(failed > 0 ? [span(` · ${failed} failed`, 'bad')] : []),
    span(` · ${tokens(tokensOf(usage))} · ${costInWords(cost)}${took}`, 'dim'),
  ];
}

function doneOf({ ok, failed, skipped }: PhaseRow): number {
  return ok + failed + skipped;
}
