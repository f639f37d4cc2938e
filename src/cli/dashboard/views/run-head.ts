import { tokensOf } from '../../../interpreter/outcome.js';
import { counted, duration, spending } from '../../output/amounts.js';
import { terminalLine } from '../../terminal/terminal-text.js';
import { apart, fit, type Line, type Span, span } from '../text/line.js';
import type { WatchedRun } from '../scene/watched-run.js';
import { bar, isOver, statusTone, statusWords } from './run-words.js';
import type { Standing } from './standing.js';

/** Rows below which the description is left out. */
const ROOMY = 12;

/** The run in three or four rows: what it is, how far it is, what it has used, and why it stands still. */
export function runHead({ size, now }: Standing, watched: WatchedRun): readonly Line[] {
  const { state, status, from, trouble } = watched;
  const { columns, rows } = size;
  if (state.name === '' && trouble === null) {
    return [fit([span(watched.run, 'bold'), span('  reading what has happened…', 'dim')], columns)];
  }
  const { agents, ok, failed, skipped } = state.counts;
  const title = [
    span(terminalLine(state.name || watched.run), 'bold'),
    span('  '),
    span(statusWords(status), statusTone(status)),
    ...(from === 'record' ? [span('  only its record is left', 'dim')] : []),
  ];
  const done = ok + failed + skipped;
  const why = standstill(watched, now);
  return [
    apart(title, columns >= 60 && agents > 0 && from === 'server' ? [span(bar(done, agents, 20), 'dim')] : [], columns),
    ...(rows >= ROOMY && state.description !== ''
      ? [fit([span(terminalLine(state.description), 'dim')], columns)]
      : []),
    fit(figures(watched, done, now), columns),
    ...(why ? [fit([why], columns)] : []),
  ];
}

/** A record tells what was used only as the sum that the result has. */
function figures({ state, result, from }: WatchedRun, done: number, now: number): Line {
  const { counts, startedAt, endedAt, asks, reused } = state;
  const took = duration((endedAt ?? now) - startedAt);
  const { usage, cost } = (from === 'record' && result?.totals) || state;
  return [
    span(`${done}/${counted(counts.agents, 'agent')} · ${took} · ${spending(tokensOf(usage), cost)}`, 'dim'),
    ...(counts.failed > 0 ? [span(` · ${counts.failed} failed`, 'bad')] : []),
    ...(reused > 0 ? [span(` · ${reused} reused`, 'dim')] : []),
    ...(asks > 0 ? [span(` · ${asks} waiting for you (a)`, 'warn')] : []),
  ];
}

/** Why no agent starts, or how it ended. */
function standstill({ state, status, result, trouble, from }: WatchedRun, now: number): Span | null {
  if (trouble !== null) return span(terminalLine(trouble), 'bad');
  if (status === null)
    return span(from === 'server' ? 'it was ended by force' : 'how it ended is not recorded', 'warn');
  if (result?.error) return span(terminalLine(`${result.error.name}: ${result.error.message}`), 'bad');
  if (result && 'result' in result && isOver(state.status)) {
    return span(terminalLine(`result: ${textOf(result.result)}`), 'good');
  }
  if (state.status === 'paused') {
    const why = state.pausedFor === null ? 'paused; p goes on' : `paused; c raises the cap: ${state.pausedFor}`;
    return span(terminalLine(`${why}${state.draining ? '; agents at work go on to their end' : ''}`), 'warn');
  }
  if (state.limited) {
    const { until, message } = state.limited;
    return span(terminalLine(`the provider limits the run for ${duration(until - now)}: ${message}`), 'warn');
  }
  return null;
}

/** As much as a row can hold. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.slice(0, MOST_SHOWN);
}

const MOST_SHOWN = 500;
