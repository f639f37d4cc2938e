import { dollars, NO_COST } from '../../../workflows/cost.js';
import type { RunStatus } from '../../../workflows/events.js';
import type { Totals } from '../../../workflows/run-result.js';
import { counted, duration, tokens } from '../../output/amounts.js';
import type { Report } from '../report.js';
import { html, type Markup } from './markup.js';
import { grouped } from './words.js';

/** What the run has taken, in four figures. */
export function tiles({ totals, phases, status, endedAt, goesOn }: Report): Markup {
  const { agents, ok, failed, skipped, reused = 0, usage } = totals;
  const open = goesOn ? agents - ok - failed - skipped : 0;
  const parts = [
    [ok, 'ok'],
    [failed, 'failed'],
    [skipped, 'skipped'],
    [open, 'not ended'],
    [reused, 'of them reused'],
  ] as const;
  const agentWords = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`)
    .join(' · ');
  const named = phases.filter(({ title }) => title !== null).length;
  return html`<dl class="tiles">
${tile('Agents', grouped(agents), agentWords, shares({ ok, failed, skipped, open }))}
${tile('Time', duration(totals.durationMs), endedAt === null && goesOn ? 'so far' : timeWords(status, named))}
${tile('Tokens', tokens(totals.tokens), `${tokens(usage.output)} out · ${tokens(usage.input + usage.cacheWrite)} in · ${tokens(usage.cacheRead)} from cache`)}
${costTile(totals)}
</dl>`;
}

/** What has no known price is said beside what has. */
function costTile({ cost = NO_COST, requests }: Totals): Markup {
  const { usd, unknown } = cost;
  const words = counted(requests, 'request');
  if (unknown === 0) return tile('Cost', dollars(usd), words);
  const known = usd === 0 ? 'unknown' : `${dollars(usd)}\u00a0+\u00a0?`;
  return tile('Cost', known, `${tokens(unknown)} tokens have no known price · ${words}`);
}

function timeWords(status: RunStatus, phases: number): string {
  return phases === 0 ? `until it ${status === 'stopped' ? 'was stopped' : 'ended'}` : `in ${counted(phases, 'phase')}`;
}

function tile(name: string, value: string, words: string, more: Markup | '' = ''): Markup {
  return html`<div class="tile"><dt>${name}</dt><dd><b>${value}</b>${more}<span>${words}</span></dd></div>`;
}

/** How many agents ended how, as parts of one bar. */
function shares(counts: Readonly<Record<'ok' | 'failed' | 'skipped' | 'open', number>>): Markup {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  let x = 0;
  const parts = Object.entries(counts).map(([what, count]) => {
    const width = all === 0 ? 0 : (100 * count) / all;
    const part = html`<rect class="${what}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="6"/>`;
    x += width;
    return width > 0 ? part : '';
  });
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
