import { shortId } from '../../client/run-id.js';
import { tokensOf } from '../../interpreter/outcome.js';
import type { AgentRow, PhaseRow } from '../../workflows/state.js';
import { duration, spending } from '../output/amounts.js';
import { capWords } from '../output/cap-words.js';
import { minuteOf } from '../output/moments.js';
import { needOf } from '../screens/waiting-lines.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { fields } from './fields.js';
import type { RunStart, RunView } from './run-view.js';

/** Told one by one; the JSON document holds more. */
const MOST_PHASES = 40;
const MOST_AGENTS = 20;
const LONGEST_ARGS = 200;

/** A run for a person. `now`: milliseconds since the epoch. */
export function runText(view: RunView, now: number, colors: Colors): string {
  const { run, name, description, phases, agents, worktrees, warnings } = view;
  const lines = [
    colors.bold(run),
    ...fields(
      [
        ['workflow', terminalLine(`${name}: ${description}`)],
        ['status', statusWords(view)],
        ['started', timeWords(view, now)],
        ...(view.start ? startFields(view.start) : []),
        ['resumed as', view.resumedAs.join(', ')],
        ['agents', agentWords(view)],
        ['spent', spending(view.totals.tokens, view.totals.cost)],
        ['known from', view.from === 'record' ? 'its record: no worker could be asked' : ''],
      ],
      colors,
    ),
    ...section(
      'phases',
      phases.filter(isShown).map((phase) => phaseLine(phase, colors)),
      MOST_PHASES,
      colors,
    ),
    ...section(
      'agents that wait or failed',
      agents.map((agent) => agentLine(agent, run, colors)),
      MOST_AGENTS,
      colors,
    ),
    ...section(
      'worktrees',
      worktrees.map(({ label, branch, path }) => terminalLine(`${label}  ${branch}  ${path}`)),
      MOST_AGENTS,
      colors,
    ),
    ...section('warnings', warnings.map(terminalLine), MOST_AGENTS, colors),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function statusWords({ status, why: { waitsFor, because, command } }: RunView): string {
  const words = waitsFor === 'nothing' ? because : `${status}: ${because}`;
  return command === null ? words : `${words} · ${command}`;
}

function timeWords({ startedAt, endedAt, why, totals }: RunView, now: number): string {
  const took = endedAt !== null || why.waitsFor === 'nothing' ? totals.durationMs : now - startedAt;
  return `${minuteOf(startedAt)}, ${endedAt === null ? 'for' : 'took'} ${duration(took)}`;
}

function startFields(start: RunStart): readonly (readonly [string, string])[] {
  const { script, args, workspace, model, offline, limits, caps, resumedFrom } = start;
  const text = args === undefined ? '' : JSON.stringify(args);
  const atOnce = `${limits.concurrency} at once, ${limits.maxAgents} at most`;
  return [
    ['script', terminalLine(script.file)],
    ['args', terminalLine(text.length > LONGEST_ARGS ? `${text.slice(0, LONGEST_ARGS)}…` : text)],
    ['directory', terminalLine(workspace)],
    ['model', terminalLine(offline ? `${model} (offline: the scripted model answers)` : model)],
    ['limits', [`agents: ${atOnce}`, ...capWords(caps)].join(' · ')],
    ['resumed from', resumedFrom ?? ''],
  ];
}

function agentWords({ counts, totals }: RunView): string {
  const { agents, ok, failed, skipped, running, queued, waiting } = counts;
  const parts = { done: ok, failed, skipped, 'at work': running, queued, waiting };
  const told = Object.entries(parts).flatMap(([words, count]) => (count > 0 ? [`${count} ${words}`] : []));
  const reused = totals.reused === undefined ? [] : [`${totals.reused} taken over`];
  return agents === 0 ? 'none yet' : `${agents}: ${[...told, ...reused].join(', ')}`;
}

function isShown({ title, agents }: PhaseRow): boolean {
  return title !== null || agents > 0;
}

function phaseLine(phase: PhaseRow, { dim, red }: Colors): string {
  const done = phase.ok + phase.failed + phase.skipped;
  const failed = phase.failed === 0 ? '' : red(`  ${phase.failed} failed`);
  const used = tokensOf(phase.usage);
  const figures =
    phase.agents === 0 ? '' : `  ${done}/${phase.agents}${used === 0 ? '' : `  ${spending(used, phase.cost)}`}`;
  return `${terminalLine(phase.title ?? 'agents without a phase')}${dim(figures)}${failed}`;
}

function agentLine(agent: AgentRow, run: string, { red, yellow }: Colors): string {
  const { call, label, position } = agent;
  if (position.at === 'settled' && position.ending.status === 'failed')
    return `${red('✘')} ${terminalLine(`${call}  ${label}  ${position.ending.code}: ${position.ending.message}`)}`;
  const need = needOf(agent, shortId(run));
  return `${yellow('◌')} ${need ? need.join(' · ') : terminalLine(`${call}  ${label}  waits`)}`;
}

function section(title: string, rows: readonly string[], most: number, { bold, dim }: Colors): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - most;
  return [
    bold(title),
    ...rows.slice(0, most).map((row) => `  ${row}`),
    ...(more > 0 ? [dim(`  … and ${more} more`)] : []),
  ];
}
