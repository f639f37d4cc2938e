import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportHtml } from '../../src/cli/report/html/page.js';
import type { Report } from '../../src/cli/report/report.js';
import { type Browser, findChromium, startChromium, type Tab } from '../support/chromium.js';
import { conversationsOf, reportOn } from '../support/report-story.js';
import { tempFolder } from '../support/temp-folder.js';

const WITHIN_MS = 120_000;

/** Needs a Chromium or Chrome on PATH under one of its usual names. */
const chromium = findChromium();
const withBrowser = chromium === null ? describe.skip : describe;

let browser: Browser;
beforeAll(async () => {
  if (chromium !== null) browser = await startChromium(chromium);
}, WITHIN_MS);
afterAll(() => browser?.close(), WITHIN_MS);

async function open(report: Report, said?: string): Promise<Tab> {
  const file = join(await tempFolder(), 'report.html');
  await writeFile(file, reportHtml(report, conversationsOf(report, said).slice(0, 500)));
  return browser.open(file);
}

const firstCalls = (tab: Tab): Promise<readonly string[]> =>
  tab.evaluate(
    `[...document.querySelectorAll('#agent-table tbody tr')].slice(0, 3).map((row) => row.cells[0].textContent)`,
  );

const put = (id: string, event: string, value: string): string => `{
  const field = document.getElementById('${id}');
  field.value = '${value}';
  field.dispatchEvent(new Event('${event}'));
}`;

withBrowser('the page in a browser, from a file', () => {
  it(
    'of 10,000 agents sorts, filters and folds without a hitch, and has nothing to complain of',
    async () => {
      const agents = Array.from({ length: 10_000 }, (_, index) => ({
        label: `agent ${index}`,
        phase: index < 5_000 ? 'Scan' : 'Judge',
        from: index / 10,
        until: index / 10 + 5,
        tokens: ((index * 7_919) % 10_000) + 1,
        ...(index % 1_000 === 500 && { lost: 'overloaded' }),
      }));
      const tab = await open(reportOn({ agents, ended: 1_100, result: '# Done' }));
      expect(await firstCalls(tab)).toEqual(['1', '2', '3']);

      const sorting = await tab.evaluate<number>(`new Promise((resolve) => {
        const began = performance.now();
        document.querySelectorAll('#agent-table .sort')[7].click();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      })`);
      expect(await tab.evaluate(`document.querySelector('#agent-table tbody tr').cells[7].dataset.v`)).toBe('10000');
      expect(sorting).toBeLessThan(3_000); // far less where nothing else is at work

      await tab.evaluate(put('status', 'change', 'failed'));
      expect(await tab.evaluate(`document.getElementById('shown').textContent`)).toBe('10 of 10,000 agents');
      await tab.evaluate(put('filter', 'input', 'agent 2500'));
      expect(await firstCalls(tab)).toEqual(['2501']);

      await tab.evaluate(`document.querySelector('.lane summary').click()`);
      expect(await tab.evaluate(`document.querySelector('.lane li').checkVisibility()`)).toBe(true);
      await tab.evaluate(`location.hash = '#agent-1'`);
      await tab.evaluate(`new Promise((resolve) => requestAnimationFrame(resolve))`);
      expect(await tab.evaluate(`document.getElementById('agent-1').checkVisibility()`)).toBe(true);
      expect(tab.complaints).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'is used with the keyboard alone: the first key leads past the links, a head sorts with Enter',
    async () => {
      const agents = ['b', 'a', 'c'].map((label, index) => ({ label, from: index, until: 5, tokens: index + 1 }));
      const tab = await open(reportOn({ agents, ended: 9 }));
      await tab.press('Tab');
      expect(await tab.evaluate(`document.activeElement.className`)).toBe('skip');
      await tab.evaluate(`document.querySelectorAll('#agent-table .sort')[1].focus()`);
      await tab.press('Enter');
      expect(await firstCalls(tab)).toEqual(['2', '1', '3']);
      await tab.press('Tab');
      expect(await tab.evaluate(`document.activeElement.textContent`)).toBe('Phase');
      expect(tab.complaints).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'runs nothing that scripts, agents and models wrote, loads nothing, and stays as wide as the window',
    async () => {
      const evil = `</script><script>window.got = 1</script><img src="https://evil.example/x" onerror="window.got = 2">`;
      const hostile = { label: evil, phase: evil, model: evil, from: 1, until: 2, lost: evil, tokens: 1 };
      const report = reportOn({
        agents: [hostile],
        name: evil,
        logs: [evil],
        ended: 3,
        result: `${evil}\n\n![x](https://evil.example/y)`,
      });
      const tab = await open(report, evil);
      expect(await tab.evaluate(`String(window.got)`)).toBe('undefined');
      expect(await tab.evaluate(`document.images.length + document.scripts.length`)).toBe(1);
      expect(await tab.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true);
      expect(tab.complaints).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'would keep a script from running even if one had come in',
    async () => {
      const file = join(await tempFolder(), 'report.html');
      const html = reportHtml(reportOn({ agents: [], ended: 1 }), []);
      await writeFile(file, html.replace('</main>', '<script>window.got = 1</script><img src="x.png"></main>'));
      const tab = await browser.open(file);
      expect(await tab.evaluate(`String(window.got)`)).toBe('undefined');
      expect(tab.complaints.join('\n')).toMatch(/Content Security Policy/);
    },
    WITHIN_MS,
  );
});
