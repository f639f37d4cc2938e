import { describe, expect, it } from '@jest/globals';
import { stuckRuns } from '../../src/client/stuck-runs.js';
import { workerBuild } from '../../src/worker/build.js';
import { longhaul, startLonghaul } from '../support/longhaul.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';

const WITHIN_MS = 60_000;

const stack = sharedStack();

/** What `doctor` says of the stack's server, by check. */
async function findings(home: string): Promise<ReadonlyMap<string, { status: string; says: string }>> {
  const { address, namespace } = stack();
  const { stdout } = await longhaul(['doctor', '--address', address, '--namespace', namespace, '--json'], { home });
  const document = JSON.parse(stdout) as { findings: { name: string; status: string; says: string }[] };
  return new Map(document.findings.map((finding) => [finding.name, finding]));
}

describe('a server, its workers and its runs', () => {
  it(
    'doctor misses the worker and finds the run that waits for it; `longhaul worker` serves both',
    async () => {
      const home = await tempFolder();
      const run = await stack().run("export const meta = { name: 'x', description: 'y' };\nreturn 1;\n");

      const before = await findings(home);
      expect(before.get('server')).toMatchObject({ status: 'ok', says: expect.stringContaining(stack().address) });
      expect(before.get('worker')).toMatchObject({ status: 'problem', says: expect.stringContaining('no worker') });
      expect(before.get('runs')?.status).toBe('ok'); // it has waited for no time worth mentioning
      const later = Date.now() + 60_000;
      expect(await stuckRuns(stack().temporalClient, later)).toMatchObject([{ run: run.run, why: 'unserved' }]);

      const { address, namespace, storage } = stack();
      const place = ['--address', address, '--namespace', namespace, '--storage', storage.root];
      const worker = startLonghaul(['worker', ...place], { home });
      try {
        expect(await run.result()).toMatchObject({ status: 'completed', result: 1 });
        const after = await findings(home);
        expect(after.get('worker')).toMatchObject({ status: 'ok', says: expect.stringContaining(await workerBuild()) });
        expect(await stuckRuns(stack().temporalClient, later)).toEqual([]);
      } finally {
        worker.signal('SIGINT');
      }
      const { exitCode, stdout, stderr } = await worker.end;
      expect([exitCode, stdout]).toEqual([0, '']);
      expect(stderr).toContain('all work is handed over');
      expect(stderr).toMatch(/^warning: no key [^\n]*\nserving 127\.0\.0\.1:\d+, namespace \S+ \(pid \d+, build /);
    },
    WITHIN_MS,
  );

  it('a namespace that is not there is refused in words', async () => {
    const home = await tempFolder();
    const { exitCode, stderr } = await longhaul(['worker', '--address', stack().address, '--namespace', 'nope'], {
      home,
    });
    expect(stderr).toMatch(/^longhaul: Temporal at \S+ refuses: there is no namespace nope\n/);
    expect(exitCode).toBe(4);
  });
});
