import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newRunId } from '../../src/client/run-id.js';
import { longhaul } from '../support/longhaul.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';

const WITHIN_MS = 120_000;

const SCRIPT = scriptText(
  `phase('Look');
const [good] = await parallel([
  () => agent('<<echo:All is **well**.>>', { label: 'looks' }),
  () => agent('<<status:400>>', { label: 'is refused' }),
]);
return '# Found\\n\\n' + good;`,
  'look-around',
);

const stack = sharedStack();
let run = '';
let home = '';
beforeAll(async () => {
  await stack().startWorker();
  home = await tempFolder();
  const started = await stack().run(SCRIPT);
  await started.result();
  ({ run } = started);
}, WITHIN_MS);

function report(...args: readonly string[]) {
  const { address, namespace, storage } = stack();
  const server = ['--address', address, '--namespace', namespace];
  return longhaul(['report', ...args, ...server], { home, env: { LONGHAUL_STORAGE: storage.root } });
}

describe('longhaul report', () => {
  it(
    'writes a page with failures, result, costs, conversations and the script',
    async () => {
      const { exitCode, stdout } = await report('look-around', '-o', 'page.html');
      expect([exitCode, stdout]).toEqual([0, 'page.html']);
      const page = await readFile(join(home, 'page.html'), 'utf8');
      expect(page).toMatch(/<h2 id="failures-title">1 agent lost<\/h2>.*API_ERROR/s);
      expect(page).toContain('<p>All is <strong>well</strong>.</p>');
      expect(page).toMatch(/class="items" id="agent-1">.*&lt;&lt;echo:All is \*\*well\*\*/s);
      expect(page).toContain(`longhaul resume ${run}`);
      expect(page).toMatch(/<tr id="line-4" class="reached"><td class="line">4<\/td><td class="calls"><span[^>]*>×1</);
      expect((await report(run, '-o', 'page.html', '--no-conversations')).exitCode).toBe(0);
      expect(await readFile(join(home, 'page.html'), 'utf8')).not.toContain('id="agent-1"');
    },
    WITHIN_MS,
  );

  it(
    'prints Markdown and one JSON document, and a page where stdout is no terminal',
    async () => {
      const [markdown, json, page] = await Promise.all([report(run, '--md'), report(run, '--json'), report(run)]);
      expect(markdown.stdout).toMatch(
        /^# look\\-around: completed with failures\n.*\n## Result\n\n# Found\n\nAll is \*\*well\*\*/s,
      );
      expect(JSON.parse(json.stdout)).toMatchObject({
        schema: 'longhaul/report/v1',
        run,
        status: 'completed_with_failures',
        totals: { agents: 2, ok: 1, failed: 1 },
        agents: [{ label: 'looks', phase: 'Look', line: 4, status: 'ok' }, { code: 'API_ERROR' }],
        script: {
          calls: [
            { line: 4, calls: 1 },
            { line: 5, calls: 1 },
          ],
        },
      });
      expect(page.stdout).toMatch(/^<!doctype html>/);
    },
    WITHIN_MS,
  );

  it(
    'refuses a link, a folder that is not there, two forms at once, and a run that nobody knows',
    async () => {
      await symlink('elsewhere.html', join(home, 'link.html'));
      const ends = await Promise.all([
        report(run, '-o', 'link.html'),
        report(run, '-o', 'nowhere/page.html'),
        report(run, '--md', '--json'),
        report('nobody'),
      ]);
      expect(ends.map(({ exitCode, stderr }) => [exitCode, stderr.split('\n')[0]])).toEqual([
        [3, 'longhaul: cannot use link.html: it is there already, and is no plain file'],
        [3, 'longhaul: cannot use nowhere/page.html: no such file or directory (ENOENT)'],
        [2, "longhaul: option '--md' cannot be used with option '--json'"],
        [3, 'longhaul: no run matches "nobody"'],
      ]);
    },
    WITHIN_MS,
  );

  it(
    'tells what its record holds of a run that no server knows',
    async () => {
      const { archive } = stack().storage;
      const [record, end, { lines }] = await Promise.all([
        archive.record(run),
        archive.ending(run),
        archive.journal(run),
      ]);
      if (!record || !end) throw new Error('the run left no record');
      const elsewhere = newRunId('elsewhere');
      await archive.begin({ ...record, spec: { ...record.spec, run: elsewhere } });
      await archive.append(elsewhere, lines);
      await archive.end(elsewhere, end);

      const { exitCode, stdout } = await report('elsewhere');
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Only the record of this run is left.');
      expect(stdout).toMatch(/<section id="failures".*API_ERROR.*<section id="result".*<strong>well<\/strong>/s);
      expect(stdout).not.toContain('<section id="timeline"');
    },
    WITHIN_MS,
  );
});
