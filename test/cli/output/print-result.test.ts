import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { printResult } from '../../../src/cli/output/print-result.js';
import type { Terminal } from '../../../src/cli/terminal/terminal.js';
import { NO_USAGE } from '../../../src/interpreter/outcome.js';
import type { RunResult } from '../../../src/workflows/run-result.js';

const RESULT: RunResult = {
  run: 'lh-x',
  status: 'completed',
  result: { a: 1 },
  failures: [],
  worktrees: [],
  warnings: ['odd \u001b[31moption'],
  phases: [],
  totals: { agents: 0, ok: 0, failed: 0, skipped: 0, tokens: 0, usage: NO_USAGE, requests: 0, durationMs: 5 },
};

describe('the end of a run', () => {
  it('a run that nobody watched still warns, and its document is all there is on stdout', async () => {
    const { out, err } = await printed('json', 'shown');
    expect(JSON.parse(out)).toEqual({ schema: 'longhaul/result/v1', ...RESULT });
    expect(err).toBe('warning: odd option\n');
  });

  it('a quiet run warns and prints its result', async () => {
    expect(await printed('text', 'quiet')).toEqual({ out: '{\n  "a": 1\n}\n', err: 'warning: odd option\n' });
  });

  it('a watched run has warned on its screen', async () => {
    expect((await printed('text', 'shown')).err).not.toContain('warning');
  });
});

async function printed(form: 'text' | 'json', progress: 'shown' | 'quiet'): Promise<{ out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { stdout, stderr, env: { NO_COLOR: '1' } } as unknown as Terminal;
  await printResult(RESULT, form, progress, terminal);
  stdout.end();
  stderr.end();
  return { out: await text(stdout), err: await text(stderr) };
}
