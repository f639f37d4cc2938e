import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dashboardStage, WITHIN_MS } from '../support/dashboard-stage.js';
import type { PseudoTerminal } from '../support/pseudo-terminal.js';

/** The last that a terminal is told: wrap, show the cursor, and what was there before. */
const RESTORED = '\u001b[?7h\u001b[?25h\u001b[?1049l';

const { startedRun, watch } = dashboardStage();

/** The rows that hold something; what differs from run to run is masked, and gaps are as wide as any other. */
function rowsOf({ screen }: PseudoTerminal): readonly string[] {
  return screen()
    .map((row) =>
      row
        .replace(/\$\d+\.\d+/g, '$')
        .replace(/\b\d+m \d\ds\b|\b\d+(?:\.\d)?s\b/g, 'T')
        .replace(/\b\d\d:\d\d\b/g, 'HH:MM')
        .replace(/\b\d+(?:\.\d)?k\b/g, 'N')
        .replace(/ {2,}/g, '  ')
        .replace(/─+/g, '─')
        .trimEnd(),
    )
    .filter((row) => !/^ *│?$/.test(row));
}

const HEAD = ['audit  running  ████████░░░░░░░░░░░░', 'Checks every route'];
const FIGURES = '2/5 agents · T · N tokens · $ · 1 failed · 1 waiting for you (a)';

describe('the dashboard', () => {
  it(
    'shows runs, phases, agents and one agent, and does to them what the keys say',
    async () => {
      const { run, workspace } = await startedRun();
      const screen = watch([], workspace);
      const shows = (what: string, text: string | RegExp) =>
        screen.shows(what, (all) => (typeof text === 'string' ? all.includes(text) : text.test(all)));

      await shows('the run that asks', /audit +running .*asks 1/);
      expect(rowsOf(screen)).toEqual([
        'Longhaul  runs  1 run · 1 not over · 1 waiting for you (a)',
        '─',
        '❯ audit  running  Find  asks 1  $  T  HH:MM',
        'Enter open · a approvals · p pause · x stop run · / search · ? help · q quit',
      ]);

      screen.press('enter');
      await shows('what has become of its agents', /✔ find:a[^]*✘ find:b[^]*asks \(a\)/);
      expect(rowsOf(screen)).toEqual([
        ...HEAD,
        FIGURES,
        '─',
        '❯ ● 1 Find  1✘ 2/5 │ Find  ████░░░░░░ 2/5 · 1 failed · N · $ · T',
        '  ○ 2 Verify  0/0 │ one agent a file',
        '  │  ✔ find:a.ts  sonnet-5-5  N · $ · T',
        '  │  ✘ find:b.ts  API_ERROR: 400 scripted 400  T',
        '  │  ● find:c.ts  sonnet-5-5  T',
        '  │  ● find:d.ts  sonnet-5-5  T',
        '  │  ◌ find:e.ts  asks (a): Bash bash append.sh  T',
        '↑/↓ choose · Enter view · a approvals · p pause · x stop run · ? help · q quit',
      ]);

      expect(screen.isColored()).toBe(true);

      screen.press('enter', 'f');
      await shows('those at work', 'showing 2 running');
      expect(rowsOf(screen).slice(4, -1)).toEqual([
        '› ● 1 Find  1✘ 2/5 │ Find  ████░░░░░░ 2/5 · 1 failed · N · $ · T',
        '  ○ 2 Verify  0/0 │ showing 2 running',
        '  │ ❯ ● find:c.ts  sonnet-5-5  T',
        '  │  ● find:d.ts  sonnet-5-5  T',
      ]);

      screen.press('x');
      await shows('that one is killed', 'showing 1 running');
      screen.press('enter', 'r');
      await shows('that the other begins anew', 'restarted 1×');
      screen.press('escape');
      await shows('the list again', / showing \d running/);
      screen.press('f', 'f');
      await shows('the failed ones', 'showing 2 failed');
      expect(rowsOf(screen).slice(6, -1)).toEqual([
        '  │ ❯ ✘ find:b.ts  API_ERROR: 400 scripted 400  T',
        expect.stringMatching(/^ {2}│ {2}– find:c\.ts {2}skipped: killed by /),
      ]);

      screen.press('f', 'enter');
      await shows('the agent that is done', /Outcome[^]*there is one/);
      expect(
        rowsOf(screen)
          .slice(4, -1)
          .map((row) => row.replace(/^.*?│ ?/, '')),
      ).toEqual([
        '✔ find:a.ts  completed · sonnet-5-5',
        'N tokens · $ · 2 turns · T · line 7',
        'Prompt',
        '<<tool:Glob {"pattern":"*.js"}>><<echo:there is one>>',
        'Activity',
        '✔ Glob  {"pattern":"*.js"}',
        ' there is one',
        'Outcome',
        'there is one',
      ]);

      screen.press('p');
      await shows('the pause', /audit +paused[^]*p resume/);
      expect((await run.overview()).status).toBe('paused');
      screen.press('p');
      await shows('that it goes on', /audit +running[^]*it goes on/);

      screen.press('a');
      await shows('what is asked', 'asks to use Bash');
      screen.press('y');
      await shows('that nothing is asked any more', 'Nothing waits for you');
      screen.press('escape');
      await shows('the agent again', 'Outcome');

      screen.press('s', '2', 'enter');
      await shows('where it is saved', 'saved as ');
      expect(await readFile(join(workspace, '.claude', 'workflows', 'audit2.js'), 'utf8')).toContain("name: 'audit2'");

      screen.press('escape');
      await shows('the agents', 'showing');
      screen.press('escape');
      await shows('the phases', '❯ ● 1 Find');
      screen.press('x');
      await shows('the question', 'Stop this run for good? y/n');
      screen.press('y');
      await shows('the end', /audit +stopped/);
      expect(await run.result()).toMatchObject({ status: 'stopped' });
      screen.press('q');
      expect(await screen.exited).toBe(0);
      expect(screen.written().trimEnd().endsWith(RESTORED)).toBe(true);
    },
    WITHIN_MS,
  );

  it(
    'is of use in 40 columns and 15 rows, without colours, and gives the terminal back when it is terminated',
    async () => {
      const { run, workspace } = await startedRun();
      const screen = watch([run.run], workspace, { columns: 40, rows: 15 }, { NO_COLOR: '1' });
      const shows = (what: string, text: string | RegExp) =>
        screen.shows(what, (all) => (typeof text === 'string' ? all.includes(text) : text.test(all)));
      await shows('the phases', /2\/5 agents/);
      expect(rowsOf(screen).slice(1)).toEqual([
        'Checks every route',
        expect.stringMatching(/^2\/5 agents · T · N tokens · \$/),
        '─',
        expect.stringMatching(/^❯ ● 1 Find {2}1✘ ██░░░░ \$ 2\/5$/),
        '  ○ 2 Verify  0/0',
        expect.stringMatching(/^↑\/↓ choose.* \? help · q quit$/),
      ]);
      screen.press('enter');
      await shows('the agents', '❯ ✔ find:a.ts');
      expect(screen.isColored()).toBe(false);
      expect(
        rowsOf(screen)
          .slice(4, -1)
          .map((row) => row.slice(0, 13)),
      ).toEqual(['Find  ████░░░', '❯ ✔ find:a.ts', '  ✘ find:b.ts', '  ● find:c.ts', '  ● find:d.ts', '  ◌ find:e.ts']);
      screen.press('enter');
      await shows('one agent', 'Activity');
      expect(rowsOf(screen)[4]).toBe('✔ find:a.ts  completed · sonnet-5-5');

      await screen.resize(100, 30);
      await shows('two panes', /❯ ✔ find:a.ts .*│ ✔ find:a.ts {2}completed/);
      screen.signal('SIGTERM');
      expect(await screen.exited).toBe(143);
      expect(screen.written().trimEnd().endsWith(RESTORED)).toBe(true);
      await run.stop({ by: 'a test' });
    },
    WITHIN_MS,
  );
});
