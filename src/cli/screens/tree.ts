import stringWidth from 'string-width';
import { totalsOf } from '../../workflows/run-result.js';
import type { AgentRow, PhaseRow, RunState } from '../../workflows/state.js';
import { counted, duration, spending } from '../output/amounts.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { cut } from './cut.js';
import { agentFigures } from './event-line.js';
import { waitingLines } from './waiting-lines.js';

/** Room for a tree, in columns and rows. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The run as it stands: its phases with the agents at work in them, what it waits for, and the totals as last line. Fits
 * the room: agents are left out first, then phases that have nothing to do. `now` is milliseconds since the epoch.
 */
export function treeLines(run: string, state: RunState, now: number, room: Room, colors: Colors): readonly string[] {
  const { atWork, waiting } = openAgents(state);
  const needs = waitingLines(run, state, waiting, now, room.columns, colors).slice(0, Math.floor(room.rows / 2));
  const rows = room.rows - needs.length - 1;
  const phases = [...state.phases.values()].filter((phase) => phase.title !== null || phase.agents > 0);
  const shown = phases.length <= rows ? phases : phases.filter(isActive).slice(0, Math.max(0, rows));
  let free = rows - shown.length;
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
  return [...lines, ...needs, totalsLine(state, now, room.columns, colors)];
}

function isActive(phase: PhaseRow): boolean {
  return phase.running + phase.queued + phase.waiting > 0;
}

interface OpenAgents {
  /** Running and waiting agents by phase, in the order of their calls. */
  readonly atWork: ReadonlyMap<string | null, readonly AgentRow[]>;
  readonly waiting: readonly AgentRow[];
}

function openAgents(state: RunState): OpenAgents {
  const atWork = new Map<string | null, AgentRow[]>();
  const waiting: AgentRow[] = [];
  for (const agent of state.agents.values()) {
    const { at } = agent.position;
    if (at !== 'running' && at !== 'waiting') continue;
    if (at === 'waiting') waiting.push(agent);
    const siblings = atWork.get(agent.phase);
    if (siblings) siblings.push(agent);
    else atWork.set(agent.phase, [agent]);
  }
  return { atWork, waiting };
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
  const paused = cut(state.status === 'paused' ? 'paused · ' : '', columns);
  return yellow(paused) + dim(cut(parts.join(' · '), columns - paused.length));
}
