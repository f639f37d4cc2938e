import { describe, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

describe('a worker that is told to end (SIGTERM)', () => {
  const stack = sharedStack();

  it('hands over an agent whose command runs: the command is dropped, and the next leg says so', async () => {
    const worker = await stack().startWorker();
    const prompt = '<<tool:Bash {"command":"sleep 600"}>>';
    const { run, result } = await stack().run(scriptText('return await agent(args)'), { args: prompt });
    const transcript = async () =>
      (await stack().storage.transcripts.read({ run, call: 1 })) as readonly TranscriptEntry[];
    await until('the command is to run', async () => (await transcript()).length === 1);

    await worker.end('SIGTERM');
    await stack().startWorker();
    expect(await result()).toMatchObject({
      status: 'completed',
      failures: [],
      result: expect.stringContaining('outcome unknown'),
    });
    // A second leg, not a second attempt at the first one: nobody had to find out that the worker was gone.
    expect((await transcript())[1]).toMatchObject({ kind: 'claim', leg: 2, attempt: 1 });
    expect((await stack().modelStats()).requests).toBe(2);
  }, 120_000);
});
