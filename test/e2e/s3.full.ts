import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Program } from '../support/program.js';
import { command, echo, resumed, scriptOf } from '../support/resume-stage.js';
import { startS3 } from '../support/s3-server.js';
import { sharedStack } from '../support/shared-stack.js';

const WITHIN_MS = 120_000;
const KEYS = `test:${Buffer.alloc(32, 3).toString('base64')}`;
const words = 'many words'.repeat(800);

const s3 = await startS3();
const stack = sharedStack({ keys: KEYS, storage: { place: s3.place('a-team/runs'), env: s3.env } });
let first: Program;
beforeAll(async () => {
  first = await stack().startWorker();
}, WITHIN_MS);

describe('a run whose storage is in S3', () => {
  it(
    'is resumed on another machine, by another worker, from what is there alone',
    async () => {
      const prompts = [echo('one'), echo(words), `<<status:400*1>>${echo('three')}`];
      const old = await stack().run(scriptOf(prompts));
      expect(await old.result()).toMatchObject({ status: 'completed_with_failures', totals: { ok: 2, failed: 1 } });
      await first.end('SIGTERM');
      const { requests } = await stack().modelStats();

      await stack().startWorker();
      const { status, result, totals } = await resumed(stack(), old.run, null);
      expect({ status, reused: totals.reused }).toEqual({ status: 'completed', reused: 2 });
      expect(result).toEqual(['one', words, 'three']);
      expect((await stack().modelStats()).requests - requests).toBe(1);
    },
    WITHIN_MS,
  );

  it(
    'says that nothing can be removed there',
    async () => {
      const { exitCode, stderr } = await command(stack(), 'gc', '--dry-run');
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('nothing can be removed') });
    },
    WITHIN_MS,
  );
});
