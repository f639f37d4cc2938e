import type { AgentWorktree } from '../../../workflows/run-result.js';
import { counted } from '../../output/amounts.js';
import type { Report } from '../report.js';
import { html, type Markup } from './markup.js';
import { grouped, type Section, section } from './words.js';

/** Lines of the script's own that are shown: the last ones. */
const MOST_LINES = 1_000;

/** Worktrees with agents' work, odd things in the script, and what it logged. */
export function notes({ worktrees, warnings, logs }: Report): readonly Section[] {
  const left = logs.length - MOST_LINES;
  const parts = [
    section(
      'worktrees',
      'Worktrees',
      html`<ul class="card lines">${worktrees.map(worktree)}</ul>`,
      'They hold the work of agents, on the machine of the worker, until somebody removes them.',
    ),
    section('warnings', 'Warnings', html`<ul class="card lines">${warnings.map(item)}</ul>`),
    section(
      'log',
      'Log',
      html`<ol class="card lines">${logs.slice(-MOST_LINES).map(item)}</ol>`,
      left > 0 ? `The last ${counted(MOST_LINES, 'line')} of ${grouped(logs.length)}.` : null,
    ),
  ];
  const lines = [worktrees, warnings, logs];
  return parts.filter((_, index) => lines[index]?.length);
}

function item(line: string): Markup {
  return html`<li>${line}</li>`;
}

function worktree({ call, label, path, branch }: AgentWorktree): Markup {
  return html`<li><span class="call">${call}</span> ${label}: <code>${path}</code>, branch <code>${branch}</code></li>`;
}
