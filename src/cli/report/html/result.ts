import type { Json } from '../../../interpreter/outcome.js';
import type { Report } from '../report.js';
import { html, type Markup } from './markup.js';
import { markdownToHtml } from './markdown.js';
import { grouped, type Section, section } from './words.js';

/** Characters of a result that are shown. */
const LONGEST_RESULT = 200_000;

/** What the script returned: a text as Markdown, any other value as JSON. */
export function result({ result: value, goesOn, error }: Report): Section | null {
  if (value === undefined) {
    if (goesOn || error !== null) return null;
    return section('result', 'Result', html`<p class="note">The script returned nothing.</p>`);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const left = text.length - LONGEST_RESULT;
  const note = left > 0 ? `The last ${grouped(left)} characters are left out.` : null;
  return section('result', 'Result', shown(value, text.slice(0, LONGEST_RESULT)), note);
}

function shown(value: Json, text: string): Markup {
  if (typeof value !== 'string') return html`<pre class="card">${text}</pre>`;
  return html`<div class="card prose">${markdownToHtml(text)}</div>`;
}
