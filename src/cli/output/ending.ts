import { ExitCode } from '../../config/exit-code.js';
import type { Failure, RunResult } from '../../workflows/run-result.js';
import { counted, duration, spending } from './amounts.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** Failures told one by one; the result document holds all. */
const MOST_FAILURES = 20;
const MOST_WORKTREES = 20;

/** What a person reads at the end of a run: what was lost first, where work was left, then how it ended and what it took. */
export function endingLines(result: RunResult, colors: Colors): readonly string[] {
  const { totals } = result;
  const reused = totals.reused === undefined ? '' : ` (${totals.reused} reused)`;
  const figures = `${counted(totals.agents, 'agent')}${reused} · ${spending(totals.tokens, totals.cost)} · ${duration(totals.durationMs)}`;
  return [
    ...failureLines(result, colors),
    ...worktreeLines(result, colors),
    `${statusWords(result, colors)}  ${colors.dim(figures)}`,
  ];
}

export function exitCodeOf({ status }: Pick<RunResult, 'status'>, failures: 'count' | 'allowed'): ExitCode {
  switch (status) {
    case 'completed':
      return ExitCode.Ok;
    case 'completed_with_failures':
      return failures === 'allowed' ? ExitCode.Ok : ExitCode.RunFailed;
    case 'failed':
    case 'stopped':
      return ExitCode.RunFailed;
    case 'rejected':
      return ExitCode.Usage;
  }
}

function failureLines({ failures, totals }: RunResult, { red, dim, bold }: Colors): readonly string[] {
  const failed = failures.filter(({ code }) => code !== 'CANCELLED' && code !== 'SKIPPED');
  const others = failures.length - failed.length;
  const unseen = failed.length - MOST_FAILURES;
  return [
    ...(failed.length > 0 ? [bold(red(`${failed.length} of ${counted(totals.agents, 'agent')} failed:`))] : []),
    ...failed.slice(0, MOST_FAILURES).map((failure) => `  ${red('✘')} ${failureText(failure)}`),
    ...(unseen > 0 ? [dim(`  … and ${unseen} more (all are in the --json document)`)] : []),
    ...(others > 0 ? [dim(`${counted(others, 'agent')} skipped or cancelled`)] : []),
  ];
}

function worktreeLines({ worktrees }: RunResult, { bold, dim }: Colors): readonly string[] {
  if (worktrees.length === 0) return [];
  const unseen = worktrees.length - MOST_WORKTREES;
  return [
    bold(`${counted(worktrees.length, 'agent')} left work in a worktree:`),
    ...worktrees.slice(0, MOST_WORKTREES).map(({ label, path, branch }) => {
      return `  ${terminalLine(label)}  ${terminalLine(branch)}  ${dim(terminalLine(path))}`;
    }),
    ...(unseen > 0 ? [dim(`  … and ${unseen} more (all are in the --json document)`)] : []),
  ];
}

function failureText({ label, phase, code, message }: Failure): string {
  return terminalLine(`${label}${phase === null ? '' : ` (${phase})`}  ${code}: ${message}`);
}

function statusWords({ status, error }: RunResult, { bold, green, yellow, red }: Colors): string {
  const place = error?.line === undefined ? '' : ` (line ${error.line})`;
  switch (status) {
    case 'completed':
      return bold(green('completed'));
    case 'completed_with_failures':
      return bold(yellow('completed with failures'));
    case 'stopped':
      return bold(yellow(terminalLine(error?.message ?? 'stopped')));
    case 'failed':
    case 'rejected':
      return `${bold(red(status))}  ${terminalLine(error?.message ?? '')}${place}`;
  }
}
