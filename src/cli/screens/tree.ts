import stringWidth from 'string-width';
import { totalsOf } from '../../workflows/run-result.js';
import type { AgentRow, PhaseRow, RunState } from '../../workflows/state.js';
import { counted, duration, spending } from '../amounts.js';
import type { Colors } from '../terminal.js';
import { terminalLine } from '../terminal-text.js';
import { agentFigures } from './event-line.js';

/** Room for a tree, in columns and rows. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The run as it stands: its phases with the agents at work in them, and the totals as last line. Fits the room: agents are
 * left out first, then phases that have nothing to do. `now` is milliseconds since the epoch.
 */
export function treeLines(state: RunState, now: number, room: Room, colors: Colors): readonly string[] {
  const phases = [...state.phases.values()].filter((phase) => phase.title !== null || phase.agents > 0);
  const shown = phases.length + 1 <= room.rows ? phases : phases.filter(isActive).slice(0, Math.max(0, room.rows - 1));
  const atWork = agentsAtWork(state);
  let free = room.rows - shown.length - 1;
  const lines: string[] = [];
  for (const phase of shown) {
    lines.push(phaseLine(phase, room.columns, colors));
    const agents = atWork.get(phase.title) ?? [];
    const visible = agents.length <= free ? agents : agents.slice(0, Math.max(0, free - 1));
    for (const agent of visible) lines.push(agentLine(agent, now, room.columns, colors));
    free -= visible.length;
    if (visible.length < agents.length && free > 0) {
      lines.push(colors.dim(cut(`    … ${agents.length - visible.length} more at work`, room.columns)));
      free--;
    }
  }
  return [...lines, totalsLine(state, now, room.columns, colors)];
}

/** The text cut to a number of columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    width += stringWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns > 0 ? `${kept}…` : '';
}

const GRAPHEMES = new Intl.Segmenter();

function isActive(phase: PhaseRow): boolean {
  return phase.running + phase.queued + phase.waiting > 0;
}

/** Running and waiting agents by phase, in the order of their calls. */
function agentsAtWork(state: RunState): ReadonlyMap<string | null, readonly AgentRow[]> {
  const found = new Map<string | null, AgentRow[]>();
  for (const agent of state.agents.values()) {
    if (agent.position.at !== 'running' && agent.position.at !== 'waiting') continue;
    const siblings = found.get(agent.phase);
    if (siblings) siblings.push(agent);
    else found.set(agent.phase, [agent]);
  }
  return found;
}

function phaseLine(phase: PhaseRow, columns: number, colors: Colors): string {
  const done = phase.ok + phase.failed + phase.skipped;
  const figures = phase.agents === 0 ? '' : `  ${done}/${phase.agents}`;
  const failed = phase.failed === 0 ? '' : `  ${phase.failed} failed`;
  const title = cut(terminalLine(phase.title ?? 'agents'), columns - 2 - figures.length - failed.length);
  const shown = [title && colors.bold(title), figures && colors.dim(figures), failed && colors.red(failed)];
  return `${phaseMark(phase, done, colors)} ${shown.join('')}`;
}

function phaseMark(phase: PhaseRow, done: number, { green, dim }: Colors): string {
  if (phase.agents > 0 && done === phase.agents) return green('✔');
  return isActive(phase) ? '●' : dim('○');
}

function agentLine(agent: AgentRow, now: number, columns: number, { cyan, dim, yellow }: Colors): string {
  const waits = agent.position.at === 'waiting';
  const figures = cut(agentFigures(agent, now) + (waits ? '  waits' : ''), columns - 6);
  const label = cut(terminalLine(agent.label), columns - 6 - stringWidth(figures));
  return `    ${waits ? yellow('◌') : cyan('●')} ${label}${dim(figures)}`;
}

function totalsLine(state: RunState, now: number, columns: number, { dim, yellow }: Colors): string {
  const { agents, failed, tokens: used, cost, durationMs } = totalsOf(state, now);
  const { running, queued } = state.counts;
  const parts = [
    counted(agents, 'agent'),
    ...(running > 0 ? [`${running} running`] : []),
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    spending(used, cost),
    duration(durationMs),
  ];
  const paused = state.status === 'paused' ? yellow('paused · ') : '';
  return paused + dim(cut(parts.join(' · '), columns - (paused === '' ? 0 : 'paused · '.length)));
}
