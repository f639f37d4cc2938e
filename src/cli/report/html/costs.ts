import { tokensOf, type Usage } from '../../../interpreter/outcome.js';
import type { Cost } from '../../../workflows/cost.js';
import type { CostRow } from '../../../workflows/cost-report.js';
import { tokens } from '../../output/amounts.js';
import type { Report } from '../report.js';
import { html, type Markup } from './markup.js';
import { costOrNone, grouped, type Section, section } from './words.js';

/** Rows of one chart. */
const MOST_ROWS = 40;

const KINDS = [
  ['output', 'output'],
  ['input', 'input'],
  ['cacheWrite', 'written to cache'],
  ['cacheRead', 'read from cache'],
] as const satisfies readonly (readonly [keyof Usage, string])[];

/** Of the columns, in percent: charts that stand below each other line up. */
const WIDTHS = [24, 8, 23, 8, 23, 14];

/** What was used and paid, by phase and by model, as bars. */
export function costs(report: Report): Section | null {
  const phases = report.phases.map(({ title, ...phase }): CostRow => ({ name: title, ...phase }));
  const charts = [chart('Phase', phases, 'no phase'), chart('Model', report.models, '')];
  if (charts.every((part) => part === '')) return null;
  const unknown = report.totals.cost?.unknown ?? 0;
  const note =
    unknown > 0 ? `No price is known for ${grouped(unknown)} of the tokens: they are in no sum of dollars.` : null;
  return section(
    'costs',
    'Cost and tokens',
    html`<p class="legend">${KINDS.map(([kind, words]) => html`<span class="key ${kind}">${words}</span>`)}<span class="key usd">cost</span></p>
${charts}`,
    note,
  );
}

function chart(what: string, all: readonly CostRow[], unnamed: string): Markup | '' {
  const used = all.filter(({ usage, cost }) => tokensOf(usage) > 0 || cost.usd > 0);
  if (used.length === 0) return '';
  const rows = used.length <= MOST_ROWS ? used : used.toSorted((a, b) => b.cost.usd - a.cost.usd).slice(0, MOST_ROWS);
  const mostTokens = Math.max(...rows.map(({ usage }) => tokensOf(usage)));
  const mostUsd = Math.max(...rows.map(({ cost }) => cost.usd));
  return html`<div class="wide"><table class="chart"><colgroup>${WIDTHS.map((width) => html`<col style="width:${width}%">`)}</colgroup><thead><tr><th scope="col">${what}</th><th scope="col" class="number">Agents</th><th scope="col" colspan="2">Tokens</th><th scope="col" colspan="2">Cost</th></tr></thead><tbody>
${rows.map(
  ({
    name,
    agents,
    usage,
    cost,
  }) => html`<tr><th scope="row">${name ?? unnamed}</th><td class="number">${grouped(agents)}</td><td class="plot">${tokenBar(usage, mostTokens)}</td><td class="number">${tokens(tokensOf(usage))}</td><td class="plot">${costBar(cost, mostUsd)}</td><td class="number">${costOrNone(cost)}</td></tr>
`,
)}</tbody></table></div>${used.length > rows.length ? html`<p class="note">The dearest ${MOST_ROWS} of ${grouped(used.length)}.</p>` : ''}`;
}

function tokenBar(usage: Usage, most: number): Markup {
  let x = 0;
  return bar(
    KINDS.map(([kind]) => {
      const width = (100 * usage[kind]) / most;
      const part = html`<rect class="${kind}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="8"/>`;
      x += width;
      return width > 0 ? part : html``;
    }),
  );
}

/** What has no price is pale to the end: nobody knows how long it is. */
function costBar({ usd, unknown }: Cost, most: number): Markup {
  const width = most > 0 ? (100 * usd) / most : 0;
  const known = html`<rect class="usd" width="${width.toFixed(2)}" height="8"/>`;
  const rest = html`<rect class="unknown" x="${width.toFixed(2)}" width="${(100 - width).toFixed(2)}" height="8"/>`;
  return bar([known, ...(unknown > 0 ? [rest] : [])]);
}

function bar(parts: readonly Markup[]): Markup {
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
