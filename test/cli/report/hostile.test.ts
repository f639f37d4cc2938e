import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { reportHtml } from '../../../src/cli/report/html/page.js';
import { reportMarkdown } from '../../../src/cli/report/markdown/report-markdown.js';
import type { Report } from '../../../src/cli/report/report.js';
import { JSDOM, type PageDocument, withoutStyle } from '../../support/jsdom.js';
import { conversationsOf, reportOn } from '../../support/report-story.js';

const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' autofocus onfocus=alert(1) x='",
  '</template></table><iframe src="//evil.example">',
  '<!-- <b>',
  ']]><x>',
  '&lt;img src=x&gt;&#60;b&#62;',
  '`</code><a href="javascript:alert(1)">x</a>`',
  '[x](javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '![x](https://evil.example/beacon.png)',
  '![x][r]\n\n[r]: https://evil.example/beacon.png',
  '<https://evil.example/a><javascript:alert(1)>',
  '<details open ontoggle=alert(1)>\n\n```\n<b>\n```\n\n</details>',
  '```\n<b>\n',
  '| a | <img src=x> |\n|---|---|\n| ![y](z) | b |',
  '> 1. <form action="//evil.example"><input>',
  'a\u202Egnp.exe\u0000\u001B]0;title\u0007\u001B[31mred',
  'half of a pair: \uD800',
  'x'.repeat(500),
];

/** A run in which everything that others write is this text. */
function reportFull(of: string): Report {
  const { pausedFor: _, ...report } = reportOn({
    agents: [
      { label: of, phase: of, model: of, scope: [of], line: 11, from: 1, until: 3, tokens: 10, lost: of },
      { label: of, from: 1, until: 3, skipped: of },
    ],
    name: of,
    description: of,
    phases: [of],
    logs: [of],
    warnings: [of],
    ended: 5,
    result: of,
  });
  return {
    ...report,
    status: 'paused',
    goesOn: true,
    pausedFor: of,
    error: { code: of, name: of, message: of, line: 3, column: 4, stack: [of, of] },
    script: { file: of, lines: [{ text: of, calls: 1 }] },
    args: JSON.stringify(of),
    worktrees: [{ call: 1, label: of, path: of, branch: of }],
  };
}

function pageOf(text: string): string {
  const report = reportFull(text);
  const told = conversationsOf(report, text).map((one) => ({ ...one, prompt: text, unreadable: text }));
  const more = [
    { kind: 'tool', id: text, tool: text, summary: text, input: { [text]: text } },
    { kind: 'result', id: text, text, failed: true },
    { kind: 'told', by: text, text },
    { kind: 'reminded', text },
    { kind: 'shortened', summary: text },
    { kind: 'result', id: `${text} of no call`, text, failed: false },
  ] as const;
  return reportHtml(
    report,
    told.map((one) => ({ ...one, items: [...one.items, ...more] })),
  );
}

/** Elements and attributes of a page that nobody wrote anything into, and what Markdown may add. */
function vocabulary(document: PageDocument): ReadonlySet<string> {
  const words = new Set<string>();
  const templates = [...document.querySelectorAll('template')].flatMap(({ content }) => content ?? []);
  for (const root of [document, ...templates]) {
    for (const element of root.querySelectorAll('*')) {
      words.add(element.tagName);
      for (const { name } of element.attributes) words.add(`${element.tagName} ${name}`);
    }
  }
  return words;
}

const parsed = (html: string): PageDocument => new JSDOM(withoutStyle(html)).window.document;
const USUAL = vocabulary(parsed(pageOf('harmless')));
const FROM_MARKDOWN =
  'P,PRE,CODE,UL,OL,LI,BLOCKQUOTE,TABLE,THEAD,TBODY,TR,TH,TD,H3,H4,A,A href,A rel,EM,STRONG,HR'.split(',');

describe.each(HOSTILE)('a page in which everything is %j', (text) => {
  const html = pageOf(text);
  const document = parsed(html);

  it('has no element and no attribute that a harmless one does not have', () => {
    const added = [...vocabulary(document)].filter((word) => !USUAL.has(word) && !FROM_MARKDOWN.includes(word));
    expect(added).toEqual([]);
  });

  it('runs one script, links to the web and to itself only, and keeps no control characters', () => {
    expect([...document.querySelectorAll('script')]).toHaveLength(1);
    const links = [...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href') ?? '');
    expect(links.filter((url) => !/^(#|https?:|mailto:)/.test(url))).toEqual([]);
    expect(html.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  it('says it, for people to read', () => {
    const heading = document.querySelector('h1');
    const kept = text.replace(/\p{Cc}(\]0;title\p{Cc}|\[31m)?|\u202E/gu, '');
    const words = (some: string): string => some.replace(/\s|\uFFFD|\uD800/g, '');
    expect(words(heading?.textContent ?? '')).toBe(words(text.includes('\u202E') ? kept : text));
  });

  it('has no HTML and no images as Markdown', () => {
    const markdown = reportMarkdown(reportFull(text));
    const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
    const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
    expect(all.filter(({ type }) => /^html_|^image$/.test(type)).map(({ content }) => content)).toEqual([]);
    const links = all.flatMap((token) => (token.type === 'link_open' ? [String(token.attrGet('href') ?? '')] : []));
    expect(links.filter((url) => !/^(https?|mailto):/.test(url))).toEqual([]);
  });
});
