import { counted } from '../../output/amounts.js';
import { groupsOf, type FailureGroup } from '../failure-groups.js';
import { failuresOf, type Report, type ReportAgent } from '../report.js';
import { html, type Markup } from './markup.js';
import { command, durationOrNone, linked, type Section, section, tokensOrNone } from './words.js';

/** Reasons told, and agents named for each. */
const MOST_REASONS = 50;
const MOST_NAMED = 25;

/** What went wrong, and how to go on; nothing when all is well. `told`: agents whose conversations the page has. */
export function failures(report: Report, told: ReadonlySet<number>): Section | null {
  const { run, error, goesOn } = report;
  const lost = failuresOf(report);
  if (error === null && lost.length === 0) return null;
  const groups = groupsOf(lost);
  const more = groups.length - MOST_REASONS;
  const next = goesOn
    ? html`The run goes on without them. When it has ended: ${command(`longhaul resume ${run}`)}`
    : html`To do what failed or was not finished, and nothing twice: ${command(`longhaul resume ${run}`)}`;
  return section(
    'failures',
    lost.length === 0 ? 'Failure' : counted(lost.length, 'agent') + ' lost',
    html`${error === null ? '' : runError(error)}
${groups.slice(0, MOST_REASONS).map((group) => reason(group, told))}
${more > 0 ? html`<p class="note">${counted(more, 'more reason')}: see the table of agents.</p>` : ''}
<p class="next">${next}</p>`,
  );
}

function runError({ code, name, message, line, column, stack = [] }: NonNullable<Report['error']>): Markup {
  const place =
    line === undefined
      ? ''
      : html` at <a href="#line-${line}">line ${line}${column === undefined ? '' : `:${column}`}</a>`;
  const what = code === 'STOPPED' ? 'The run was stopped' : html`The script ended with ${name}${place}`;
  return html`<article class="failure"><h3><code>${code}</code> ${what}</h3>
<p class="message">${message}</p>
${stack.length > 1 ? html`<details><summary>Stack</summary><pre>${stack.join('\n')}</pre></details>` : ''}</article>`;
}

function reason({ code, message, agents, status }: FailureGroup, told: ReadonlySet<number>): Markup {
  const more = agents.length - MOST_NAMED;
  const title = `${counted(agents.length, 'agent')} ${status}`;
  return html`<article class="failure ${status}"><h3>${code === null ? '' : html`<code>${code}</code> `}${title}</h3>
<p class="message">${message}</p>
<ul class="agents">${agents.slice(0, MOST_NAMED).map((agent) => html`<li>${named(agent, told)}</li>`)}${
    more > 0 ? html`<li class="note">and ${more} more</li>` : ''
  }</ul></article>`;
}

function named(agent: ReportAgent, told: ReadonlySet<number>): Markup {
  const { call, phase, durationMs, tokens } = agent;
  const figures = [
    phase,
    durationMs === null ? null : `after ${durationOrNone(durationMs)}`,
    tokens === null ? null : `${tokensOrNone(tokens)} tokens`,
  ].filter((words) => words !== null);
  return html`<span class="call">${call}</span> ${linked(agent, told)} <span class="note">${figures.join(' · ')}</span>`;
}
