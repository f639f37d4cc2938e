import { counted } from '../../output/amounts.js';
import type { Report } from '../report.js';
import { html, type Markup } from './markup.js';
import { tiles } from './tiles.js';
import { badge, command, moment } from './words.js';

/** Name, status and what the run has taken, above all else. */
export function header(report: Report): Markup {
  const { run, name, description, status, startedAt, endedAt, goesOn, writtenAt } = report;
  const ended = endedAt === null ? '' : html` · ended ${moment(endedAt)}`;
  return html`<header>
<p class="over">${badge(status)}<span>Longhaul run <code>${run}</code></span></p>
<h1>${name}</h1>
<p class="lead">${description}</p>
<p class="note">Started ${moment(startedAt)}${ended} · written ${moment(writtenAt)}</p>
${report.from === 'record' ? notice(html`Only the record of this run is left. When its agents worked, in which phases, and what each of them took is not in it.`) : ''}
${goesOn ? notice(standing(report)) : ''}${report.endUnknown ? notice(html`How this run ended is not known: it left no result.`) : ''}
${tiles(report)}
</header>
`;
}

function notice(content: Markup): Markup {
  return html`<p class="notice" role="note">${content}</p>`;
}

/** Of a run that goes on: what it waits for, and the command that helps. */
function standing({ run, status, pausedFor, asks, writtenAt }: Report): Markup {
  const so = html`This run goes on: the report says how it stood at ${moment(writtenAt)}.`;
  if (status === 'paused') {
    const why = pausedFor === null ? '' : ` ${pausedFor}.`;
    return html`${so} It is paused.${why} To let it go on: ${command(`longhaul resume ${run}`)}`;
  }
  if (asks > 0) {
    return html`${so} ${counted(asks, 'tool call')} of its agents wait${asks === 1 ? 's' : ''} for a person: ${command(`longhaul inbox ${run}`)}`;
  }
  return html`${so} To follow it: ${command(`longhaul attach ${run}`)}`;
}
