import { createHash } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { JSDOM, type Page, type PageElement, VirtualConsole, withoutStyle } from '../../support/jsdom.js';
import { reportHtml } from '../../../src/cli/report/html/page.js';
import type { Report } from '../../../src/cli/report/report.js';
import { conversationsOf, reportOn } from '../../support/report-story.js';

const pages: Page[] = [];
/** What the pages' scripts threw. */
const errors: Error[] = [];
afterEach(() => expect(errors).toEqual([]));
afterAll(() => {
  for (const page of pages) page.window.close();
});

/** A page whose script runs. */
function open(report: Report, hash = '') {
  const virtualConsole = new VirtualConsole().on('jsdomError', (error) => errors.push(error));
  const html = reportHtml(report, conversationsOf(report).slice(0, 40));
  const page = new JSDOM(withoutStyle(html), {
    runScripts: 'dangerously',
    url: `file:///report.html${hash}`,
    virtualConsole,
  });
  pages.push(page);
  const { document, Event } = page.window;
  const all = (selector: string): readonly PageElement[] => [...document.querySelectorAll(selector)];
  const byId = (id: string): PageElement => {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no ${id}`);
    return element;
  };
  const column = (index: number) => all('#agent-table tbody tr').map(({ cells }) => cells?.[index - 1]?.textContent);
  const put = (id: string, value: string): void => {
    byId(id).value = value;
    byId(id).dispatchEvent(new Event(id === 'filter' ? 'input' : 'change'));
  };
  const sort = (index: number): string | null => {
    const head = all('#agent-table th button')[index];
    head?.click();
    return all('#agent-table thead th')[index]?.getAttribute('aria-sort') ?? null;
  };
  return { document, html, all, byId, column, put, sort };
}

const small = reportOn({
  agents: [
    { label: 'find exit', phase: 'Find', line: 11, from: 1, until: 5, tokens: 4_000 },
    { label: 'find catch', phase: 'Find', line: 11, from: 1, until: 9, tokens: 900, lost: 'overloaded' },
    { label: 'verify', phase: 'Verify', line: 18, from: 9, until: 11, tokens: 70_000, unpriced: true },
    { label: 'queued for good', phase: 'Verify', queued: 9.5, from: 3_000 },
  ],
  phases: ['Find', 'Verify'],
  ended: 12,
  result: '# Result\n\n- [docs](https://example.com) ![pixel](https://example.com/p.png)',
});

const many = reportOn({
  agents: Array.from({ length: 700 }, (_, index) => ({
    label: `agent ${index}`,
    phase: index < 350 ? 'Scan' : 'Judge',
    from: index / 10,
    until: index / 10 + 5 + (index % 7),
    tokens: ((index * 7_919) % 10_000) + 1,
    ...(index % 70 === 35 && { lost: 'overloaded' }),
  })),
  ended: 100,
});

describe('the page of a run', () => {
  const page = open(small);

  it('begins with what was lost and how to go on, then the result', () => {
    const { document, all } = page;
    expect(all('main > section').map(({ id }) => id)).toEqual(
      'failures result timeline costs agents conversations script'.split(' '),
    );
    expect(document.querySelector('#failures')?.textContent).toMatch(
      /API_ERROR.*overloaded.*find catch.*longhaul resume lh-audit-/s,
    );
    expect(document.querySelector('#result')?.textContent).toContain('[image: pixel]');
    expect(all('img')).toEqual([]);
  });

  it('lets the browser run its one script and load nothing', () => {
    const { document, html } = page;
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
    const script = document.querySelector('script')?.textContent ?? '';
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(Buffer.byteLength(script)).toBeLessThan(10_000);
    expect(html).not.toMatch(/<(link|img|iframe|object|embed)\b|\bon[a-z]+="|@import|url\(/);
  });

  it('never shows an unknown price as nothing', () => {
    const { all } = page;
    expect(all('#costs td.number, #agents td.number').some(({ textContent }) => textContent === '$0.00')).toBe(false);
    expect(all('.tile').at(-1)?.textContent).toMatch(/\$0\.02\s\+\s\?.*70k tokens have no known price/);
  });

  it('marks the lines that call agents', () => {
    const { byId } = page;
    expect(byId('line-11').className).toBe('reached');
    expect(byId('line-11').textContent).toContain('×2');
    expect(byId('line-19').className).toBe('missed');
    expect(byId('line-1').className).toBe('');
  });

  it('leads from an agent to its conversation and opens it', () => {
    const { byId, all } = open(small, '#agent-2');
    expect(byId('agent-2').textContent).toContain('Look at find catch.');
    expect(all('.conversation').filter(({ open }) => open)).toHaveLength(1);
    byId('unfold').click();
    expect(all('.conversation').every(({ open }) => open)).toBe(true);
    byId('fold').click();
    expect(all('.conversation').some(({ open }) => open)).toBe(false);
  });

  it('changes colours', () => {
    const { document, byId } = page;
    byId('theme').click();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    byId('theme').click();
    expect(document.documentElement.dataset['theme']).toBe('light');
  });

  it('has headings in order, tables with heads, and a name for each control', () => {
    const { all } = page;
    const levels = all('h1, h2, h3, h4').map(({ tagName }) => Number(tagName.slice(1)));
    expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 2)).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(all('table').every((table) => [...table.querySelectorAll('th')].length > 0)).toBe(true);
    expect(all('button').every(({ textContent }) => textContent.trim() !== '')).toBe(true);
    expect(
      all('input, select').every((field) =>
        all('label').some((label) => [...label.querySelectorAll(`#${field.id}`)].length > 0),
      ),
    ).toBe(true);
  });
});

describe('the table of agents', () => {
  it('is sorted by any column, numbers as numbers, one way and then the other', () => {
    const { column, sort } = open(small);
    expect(column(1)).toEqual(['1', '2', '3', '4']);
    expect(sort(7)).toBe('descending');
    expect(column(1)).toEqual(['3', '1', '2', '4']);
    expect(sort(7)).toBe('ascending');
    expect(column(1)).toEqual(['4', '2', '1', '3']);
    expect(sort(1)).toBe('ascending');
    expect(column(1)).toEqual(['2', '1', '4', '3']);
  });

  it('is filtered by text and by status', () => {
    const { column, put, byId } = open(small);
    put('filter', 'FIND');
    expect(column(1)).toEqual(['1', '2']);
    put('status', 'failed');
    expect(column(1)).toEqual(['2']);
    expect(byId('shown').textContent).toBe('1 of 4 agents');
    put('filter', '');
    put('status', '');
    expect(column(1)).toHaveLength(4);
  });

  it('shows as many of its agents as are wanted', () => {
    const { column, put, sort, byId } = open(many);
    expect(column(1)).toHaveLength(500);
    expect(byId('shown').textContent).toBe('700 agents, the first 500 shown');
    byId('more').click();
    expect(column(1)).toHaveLength(700);
    sort(7);
    expect(column(8)[0]).toBe('10k');
    put('status', 'failed');
    expect(column(1)).toHaveLength(10);
    expect(byId('more').hidden).toBe(true);
  });

  it('of many agents comes with a timeline of phases, folded', () => {
    const html = reportHtml(many, []);
    expect(html.match(/<details class="lane" >/g)).toHaveLength(2);
    expect(html.match(/<li><span class="what/g)).toHaveLength(200);
  });
});
