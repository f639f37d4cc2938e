import type { CallId } from '../../../../interpreter/call.js';
import type { AgentRow } from '../../../../workflows/state.js';
import { terminalLine } from '../../../terminal/terminal-text.js';
import { apart, clip, fit, type Line, span, widthOf } from '../../text/line.js';
import { agentIndex, chosenCall, phaseIndex } from '../../ui.js';
import type { WatchedRun } from '../../scene/watched-run.js';
import { windowStart } from '../../text/window.js';
import { elapsed, markOf, modelWord, reasonOf, spentWords } from './agent-words.js';
import { pointer } from '../list.js';
import { phaseFigures } from '../phases.js';
import type { Standing } from '../standing.js';

/** The agents that are shown of a run: what is chosen in a row or two, then each of them. */
export function agentPane(standing: Standing, watched: WatchedRun, columns: number, rows: number): readonly Line[] {
  const head = agentsHead(standing, watched, columns);
  return [...head, ...agentList(standing, watched, columns, rows - head.length)];
}

function agentsHead(standing: Standing, watched: WatchedRun, columns: number): readonly Line[] {
  const { ui } = standing;
  const { size } = watched.shown;
  const shown = span(`showing ${size} ${ui.filter === 'all' ? '' : ui.filter}`.trimEnd(), 'warn');
  if (ui.query !== '') {
    return [fit([span(`"${terminalLine(ui.query)}" in all phases`, 'bold'), span('  '), shown], columns)];
  }
  const phase = watched.phases[phaseIndex(watched, ui)];
  if (!phase) return [];
  const detail = ui.at === 'phases' && phase.detail ? [fit([span(terminalLine(phase.detail), 'dim')], columns)] : [];
  const filtered = ui.filter === 'all' ? [] : [fit([shown], columns)];
  return [fit(phaseFigures(standing, watched, phase), columns), ...detail, ...filtered];
}

/** Marks and labels alone where there is little room. */
export function agentList(standing: Standing, watched: WatchedRun, columns: number, rows: number): readonly Line[] {
  const { ui, now } = standing;
  const { shown } = watched;
  if (shown.size === 0) return [fit([span(emptyWords(standing, watched), 'dim')], columns)];
  const start = windowStart(agentIndex(watched, ui), shown.size, rows);
  const agents = shown.window(start, rows).flatMap((call: CallId) => watched.agent(call) ?? []);
  const chosen = chosenCall(watched, ui);
  const widest = Math.max(...agents.map(({ label }) => widthOf(terminalLine(label))));
  const labelWidth = Math.min(widest, Math.floor(columns * 0.4));
  const hasKeys = ui.at === 'agents' || ui.at === 'agent';
  return agents.map((agent) => [
    ...pointer(agent.call === chosen && hasKeys, true),
    ...rowOf(agent, agent.call === chosen && hasKeys, labelWidth, columns - 2, now),
  ]);
}

/** Columns below which only marks and labels have room, and no room is left for what was spent. */
const FIGURES_FROM = 32;
const SPENT_FROM = 50;
const SPENT_BESIDE_REASON_FROM = 70;

function rowOf(agent: AgentRow, isChosen: boolean, labelWidth: number, columns: number, now: number): Line {
  const name = terminalLine(agent.label);
  const tone = isChosen ? 'bold' : 'plain';
  if (columns < FIGURES_FROM) return fit([markOf(agent), span(' '), span(name, tone)], columns);
  const label = clip(name, labelWidth);
  const reason = reasonOf(agent, now);
  const left = [
    markOf(agent),
    span(' '),
    span(label, tone),
    span(' '.repeat(labelWidth - widthOf(label) + 2)),
    reason ?? span(modelWord(agent), 'dim'),
  ];
  const hasRoom = columns >= (reason ? SPENT_BESIDE_REASON_FROM : SPENT_FROM);
  const right = [...(hasRoom ? spentWords(agent, 'short') : []), elapsed(agent, now)].filter((text) => text !== '');
  return apart(left, [span(right.join(' · '), 'dim')], columns);
}

function emptyWords({ ui }: Standing, watched: WatchedRun): string {
  if (ui.query !== '') return '  no label matches';
  if (ui.filter !== 'all') return `  no ${ui.filter} agents here`;
  return watched.state.endedAt === null ? '  no agents yet' : '  no agents';
}
