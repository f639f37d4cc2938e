import type { DryRun } from '../../client/dry-run/rehearsal.js';
import type { PathEstimate } from '../../client/estimate.js';
import { pathWords } from './estimate-line.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** What one path of a script did and may cost, as lines for a person. */
export function dryRunLines(run: DryRun, estimate: PathEstimate): readonly string[] {
  const atLeast = run.ended === 'cut' ? '+' : '';
  const count = (amount: number, noun: string): string =>
    `${amount.toLocaleString('en-US')}${atLeast} ${noun}${amount === 1 ? '' : 's'}`;
  return [
    `dry run, one path with mock answers: ${count(run.agents, 'agent')}, ${count(run.calls, 'call')}; ${endOf(run)}`,
    ...(estimate.agents > 0 ? [`  estimate: ${pathWords(estimate)}`] : []),
    ...run.phases.map(({ title, agents }) => `  ${terminalLine(title)}: ${count(agents, 'agent')}`),
    ...(run.labels.length > 0 ? [`  labels: ${labelsOf(run)}`] : []),
  ];
}

function labelsOf({ labels, agents }: DryRun): string {
  const shown = labels.map(terminalLine).join(', ');
  return agents > labels.length ? `${shown}, …` : shown;
}

function endOf(run: DryRun): string {
  switch (run.ended) {
    case 'returned':
      return 'the script returned';
    case 'faulted':
      return 'the script failed';
    case 'cut':
      return run.cut === 'calls' ? 'cut there' : 'cut because it took too long';
  }
}
