import type { Report, ReportAgent } from '../report.js';
import { html, type Markup } from './markup.js';
import {
  badge,
  costOrNone,
  durationOrNone,
  grouped,
  linked,
  NONE,
  type Section,
  section,
  statusWords,
  tokensOrNone,
} from './words.js';

/** Rows that are there without scripts. The others lie in a template, which costs a browser little. */
const MOST_ROWS = 500;

const COLUMNS = ['#', 'Agent', 'Phase', 'Status', 'Model', 'Began', 'Took', 'Tokens', 'Cost'];
const FIRST_NUMBER = 5;

/** All agents. The page's script sorts and filters the rows; each cell says in `data-v` what it is sorted by. */
export function agents(report: Report, told: ReadonlySet<number>): Section | null {
  const all = report.agents;
  if (all.length === 0) return null;
  const rows = all.map((agent) => row(agent, report.startedAt, told));
  const rest = rows.slice(MOST_ROWS);
  return section(
    'agents',
    'Agents',
    html`${controls(all)}
<div class="wide"><table id="agent-table" class="agents"><thead><tr>${COLUMNS.map(
      (name, index) =>
        html`<th scope="col" ${index === 0 ? html`aria-sort="ascending"` : ''} class="${isNumber(index) ? 'number' : ''}"><button type="button" class="sort">${name}</button></th>`,
    )}</tr></thead><tbody>
${rows.slice(0, MOST_ROWS)}</tbody></table></div>
${rest.length === 0 ? '' : html`<template id="more-agents">${rest}</template><noscript><p class="note">The first ${MOST_ROWS} of ${grouped(all.length)} agents: the others are shown where scripts may run.</p></noscript>`}
<p class="scripted"><button type="button" id="more" hidden>Show more</button></p>`,
  );
}

function controls(all: readonly ReportAgent[]): Markup {
  const statuses = [...new Set(all.map(({ status }) => status))].toSorted();
  return html`<form class="controls scripted" role="search" aria-label="Filter agents"><label>Filter <input id="filter" type="search" placeholder="label, phase, model, reason" autocomplete="off"></label><label>Status <select id="status"><option value="">all</option>${statuses.map(
    (status) => html`<option value="${status}">${statusWords(status)}</option>`,
  )}</select></label><output id="shown" for="filter status" aria-live="polite">${grouped(all.length)} agents</output></form>`;
}

function row(agent: ReportAgent, runStartedAt: number, told: ReadonlySet<number>): Markup {
  const { call, phase, scope, model, status, startedAt, durationMs, tokens, cost } = agent;
  const began = startedAt === null ? null : Math.max(0, startedAt - runStartedAt);
  const nested = scope.length === 0 ? '' : html` <span class="note">in ${scope.join(' › ')}</span>`;
  const usd = cost && cost.usd + (cost.unknown > 0 ? 1e-12 : 0);
  return html`<tr data-s="${status}"><td class="number" data-v="${call}">${call}</td><th scope="row">${linked(agent, told)}${nested}${remarks(agent)}</th><td>${phase ?? NONE}</td><td>${badge(status)}</td><td>${model}</td>${number(began, began === null ? NONE : `+${durationOrNone(began)}`)}${number(durationMs, durationOrNone(durationMs))}${number(tokens, tokensOrNone(tokens))}${number(usd, costOrNone(cost))}</tr>
`;
}

function remarks({ status, code, why, reused, restarts }: ReportAgent): Markup | '' {
  const words = [
    ...(reused ? [`reused from ${reused.run}`] : []),
    ...(restarts > 0 ? [`began anew ${restarts === 1 ? 'once' : `${restarts} times`}`] : []),
    ...(status === 'waiting' ? [`waits for: ${why}`] : []),
    ...(status === 'failed' || status === 'skipped' ? [[code, why].filter(Boolean).join(': ')] : []),
  ];
  return words.length === 0 ? '' : html`<span class="why">${words.join(' · ')}</span>`;
}

/** What is not known comes before all that is. */
function number(value: number | null, words: string): Markup {
  return html`<td class="number" data-v="${value ?? -1}">${words}</td>`;
}

function isNumber(column: number): boolean {
  return column === 0 || column >= FIRST_NUMBER;
}
