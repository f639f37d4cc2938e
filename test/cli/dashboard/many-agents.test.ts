import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PACKAGE_ROOT } from '../../../src/config/package.js';
import { programInTerminal, type PseudoTerminal } from '../../support/pseudo-terminal.js';

const PROGRAM = fileURLToPath(new URL('./programs/many-agents.ts', import.meta.url));

/** Seconds are enough on a machine that has nothing else to do. */
const WITHIN_MS = 120_000;

function open(agents: number, eventsPerSecond: number): PseudoTerminal {
  const args = ['--import', 'tsx', PROGRAM, String(agents), String(eventsPerSecond)];
  const env = { NODE_ENV: 'production', NO_COLOR: '1' };
  return programInTerminal(process.execPath, args, { columns: 80, rows: 15, cwd: PACKAGE_ROOT, env });
}

describe('the dashboard with 10,000 agents at work', () => {
  it(
    'shows the right ones after any way through them, while others come and go',
    async () => {
      const terminal = open(10_000, 300);
      const chosen = (): string | undefined =>
        terminal
          .screen()
          .find((row) => row.includes('❯'))
          ?.match(/agent \d+/)?.[0];
      try {
        await terminal.shows('the run', (screen) => screen.includes('agent 2 '));
        terminal.press('enter');
        await terminal.shows('the first agent', () => chosen() === 'agent 1');

        terminal.press(...Array.from({ length: 200 }, () => 'down'));
        await terminal.shows('the 201st', () => chosen() === 'agent 201');
        const rows = terminal.screen().flatMap((row) => row.match(/agent \d+/)?.[0] ?? []);
        const first = Number(rows[0]?.slice('agent '.length));
        expect(rows).toEqual(rows.map((_, index) => `agent ${first + index}`));
        expect(rows.length).toBeGreaterThan(8);

        terminal.press('pagedown');
        await terminal.shows('a page on', () => Number(chosen()?.slice(6)) > 205);
        terminal.press('G');
        await terminal.shows('the last of the phase', () => chosen() === 'agent 5000');
        terminal.press('/', '10000', 'enter');
        await terminal.shows(
          'one found by its label',
          (screen) => screen.includes('showing ') && screen.includes('agent 10000 '),
        );
        terminal.press('q');
        expect(await terminal.exited).toBe(0);
      } finally {
        await terminal.close();
      }
    },
    WITHIN_MS,
  );
});

describe('a fault of ours', () => {
  it(
    'gives the terminal back before it is told',
    async () => {
      const terminal = open(3, 0);
      try {
        await terminal.shows('the run', (screen) => screen.includes('agent 1 '));
        terminal.press('s', 'enter');
        expect(await terminal.exited).toBe(1);
        const [before, after, ...more] = terminal.written().split('\u001b[?7h\u001b[?25h\u001b[?1049l');
        expect([before?.includes('a fault'), after?.includes('Error: a fault'), more]).toEqual([false, true, []]);
      } finally {
        await terminal.close();
      }
    },
    WITHIN_MS,
  );
});
