import { counted } from '../../output/amounts.js';
import type { Report } from '../report.js';
import { html } from './markup.js';
import { type Section, section } from './words.js';

/** Lines of a script that are shown. */
const MOST_LINES = 5_000;

/** The script, with the agents that were called on each line. */
export function script({ script: source, args, agents }: Report): Section | null {
  if (source === null) return null;
  const { file, lines } = source;
  const left = lines.length - MOST_LINES;
  return section(
    'script',
    'Script',
    html`<div class="wide card"><table class="code"><thead class="unseen"><tr><th scope="col">Line</th><th scope="col">Agents called</th><th scope="col">Text</th></tr></thead><tbody>
${lines.slice(0, MOST_LINES).map(
  ({ text, calls }, index) =>
    html`<tr id="line-${index + 1}" ${calls === 0 ? html`class="missed"` : calls === null ? '' : html`class="reached"`}><td class="line">${index + 1}</td><td class="calls">${calls === null ? '' : calls === 0 ? html`<span title="no agent was called here">0</span>` : html`<span title="${counted(calls, 'agent')} called here">×${calls}</span>`}</td><td><code>${text}</code></td></tr>
`,
)}</tbody></table></div>${left > 0 ? html`<p class="note">${counted(left, 'more line')}.</p>` : ''}
${args === null ? '' : html`<details class="card"><summary>Arguments</summary><pre>${args.slice(0, LONGEST_ARGS)}${args.length > LONGEST_ARGS ? ' …' : ''}</pre></details>`}`,
    html`<code>${file}</code>. ${coverageWords(lines, agents)}`,
  );
}

const LONGEST_ARGS = 20_000;

function coverageWords(lines: NonNullable<Report['script']>['lines'], agents: Report['agents']): string {
  const callers = lines.filter(({ calls }) => calls !== null);
  if (callers.length === 0) return agents.length === 0 ? '' : 'Which line called which agent is not recorded.';
  const missed = callers.filter(({ calls }) => calls === 0).length;
  const nested = agents.filter(({ scope }) => scope.length > 0).length;
  return [
    'Beside each line that calls agents: how many it called.',
    ...(missed > 0 ? [`${counted(missed, 'call')} of agent() ${missed === 1 ? 'was' : 'were'} never reached.`] : []),
    ...(nested > 0
      ? [`${counted(nested, 'agent')} more ${nested === 1 ? 'was' : 'were'} called by nested workflows.`]
      : []),
  ].join(' ');
}
