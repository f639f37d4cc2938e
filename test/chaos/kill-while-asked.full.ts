import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

/** A call of Bash as the scripted model is told to make it. The directive ends at the first `>>`. */
function bash(command: string): string {
  return `<<tool:Bash ${JSON.stringify({ command }).replaceAll('>', '\\u003e')}>>`;
}

describe('an agent that waits for a permission', () => {
  const stack = sharedStack();

  it('holds no worker: the only one may be killed, and nothing is done or asked twice', async () => {
    const workspace = await tempFolder();
    const linesOf = async (file: string) => (await readFile(join(workspace, file), 'utf8')).trim().split('\n');
    const prompt = `${bash('echo done >> free.txt')}${bash("sh -c 'echo done >> asked.txt'")}<<parallel>><<echo:all done>>`;
    const first = await stack().startWorker();
    const run = await stack().run(scriptText('return await agent(args)'), { args: prompt, workspace, onAsk: 'wait' });
    await until('a person is asked', async () => (await run.asks()).length > 0);
    const [asked] = await run.asks();
    expect(asked?.ask).toMatchObject({ tool: 'Bash', summary: "sh -c 'echo done >> asked.txt'" });
    expect(await linesOf('free.txt')).toEqual(['done']);

    await first.end('SIGKILL');
    await stack().startWorker();
    expect(await run.asks()).toEqual([asked]);
    await run.approve({ call: asked?.call ?? 0, ask: asked?.ask.id ?? '', by: 'a test' });
    expect(await run.result()).toMatchObject({ status: 'completed', failures: [], result: 'all done' });
    expect(await linesOf('free.txt')).toEqual(['done']);
    expect(await linesOf('asked.txt')).toEqual(['done']);
    expect((await stack().modelStats()).requests).toBe(2);
  }, 120_000);
});
