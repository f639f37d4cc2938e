import { createHash } from 'node:crypto';
import type { ReportConversation } from '../conversations.js';
import type { Report } from '../report.js';
import { agents } from './agents.js';
import { conversations } from './conversations.js';
import { costs } from './costs.js';
import { failures } from './failures.js';
import { header } from './header.js';
import { html, type Markup, vouched } from './markup.js';
import { notes } from './notes.js';
import { result } from './result.js';
import { script } from './script.js';
import { PAGE_SCRIPT } from './page-script.js';
import { STYLE } from './style.js';
import { timeline } from './timeline.js';
import type { Section } from './words.js';

/**
 * The report as one file that needs no other: it loads nothing, runs no script but its own (its policy says so to the
 * browser), and is whole without that.
 */
export function reportHtml(report: Report, told: readonly ReportConversation[]): string {
  const have = new Set(told.map(({ agent }) => agent.call));
  const sections = [
    failures(report, have),
    result(report),
    timeline(report, have),
    costs(report),
    agents(report, have),
    conversations(report, told),
    script(report),
    ...notes(report),
  ].filter((part) => part !== null);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="longhaul">
<title>${report.name} – Longhaul report</title>
<style>${vouched(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Sections"><div>${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}<button type="button" id="theme" class="scripted">Dark</button></div></nav>
<main id="content">
${header(report)}${sections.map(shown)}</main>
<footer><p class="note">Written by Longhaul.${told.length === 0 ? '' : ' It holds what agents read and said: share it as you would share that.'}</p></footer>
<script>${vouched(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
}

const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function shown({ id, title, note, content }: Section): Markup {
  const said = note === null ? '' : html`<p class="note">${note}</p>`;
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${said}${content}</section>
`;
}
