import { describe, expect, it } from '@jest/globals';
import { dashboardStage, WITHIN_MS } from '../support/dashboard-stage.js';

const { stack, startedRun, watch } = dashboardStage();

describe('the dashboard', () => {
  it(
    'says that the server is lost, keeps what it knows, and comes back by itself',
    async () => {
      const { run, workspace } = await startedRun();
      const screen = watch([run.run], workspace);
      const has = (what: string, text: string, there = true) =>
        screen.shows(what, (all) => all.includes(text) === there);
      await has('the run', 'asks (a)');
      await stack().killServer();
      await has('that it is lost', 'lost the server, reconnecting…');
      await has('what was known', '✘ find:b.ts');
      screen.press('p'); // nobody hears it
      await stack().restartServer();
      await has('that it is back', 'lost the server', false);
      await run.pause({ by: 'a test' });
      await has('what happens then', 'paused; p goes on');
      screen.press('q');
      expect(await screen.exited).toBe(0);
      await run.stop({ by: 'a test' });
    },
    WITHIN_MS,
  );
});
