import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { agentsOfTurns } from '../support/agents-of-turns.js';
import { gitRepository } from '../support/git-repository.js';
import { command, echo, editInTheMiddle, mendTheEnd, resumed, scriptOf } from '../support/resume-stage.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const WITHIN_MS = 300_000;

/** A leg hears of a pause with its next heartbeat. */
const HEARS_SOON = { heartbeatTimeoutMs: 2_000 };

const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

it(
  'of 100 agents those that failed, were changed or are new reach the model',
  () => editInTheMiddle(stack(), 100),
  WITHIN_MS,
);

it(
  'after 60 agents and a mistake at the end none runs again, and it takes less than two seconds',
  async () => {
    expect((await mendTheEnd(stack(), 60)).tookMs).toBeLessThan(2_000);
  },
  WITHIN_MS,
);

it(
  'a run that is paused goes on when it is resumed, and may be forked beside that',
  async () => {
    const { prompts, answers } = agentsOfTurns(1, 4, 250);
    const old = await stack().run(scriptOf([echo('quick'), ...prompts]), { limits: HEARS_SOON });
    await until('one has answered', async () => (await old.overview()).totals.ok === 1);
    await old.pause({ by: 'a test' });
    await until('the other has yielded', async () => (await old.overview()).running === 0);

    expect(await command(stack(), 'resume', old.run, '--keep-failures')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/still goes on.*longhaul fork/s),
    });
    const result = ['quick', ...answers];
    const { stdout } = await command(stack(), 'fork', old.run, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', result, totals: { reused: 1 } });
    expect(await command(stack(), 'resume', old.run)).toMatchObject({ exitCode: 0 });
    expect(await old.result()).toMatchObject({ status: 'completed', result });
  },
  WITHIN_MS,
);

it(
  'a run that was exported is resumed in another storage, and nothing is asked again',
  async () => {
    const prompts = ['one', 'two'].map(echo);
    const old = await stack().run(scriptOf(prompts));
    await old.result();
    const file = join(await tempFolder(), 'run.jsonl');
    expect(await command(stack(), 'export', old.run, file)).toMatchObject({ exitCode: 0 });
    await rm(join(stack().storage.root, 'runs', old.run), { recursive: true });
    expect(await command(stack(), 'resume', old.run)).toMatchObject({
      stderr: expect.stringContaining('there is no record'),
    });

    expect(await command(stack(), 'import', file)).toMatchObject({ exitCode: 0, stdout: old.run });
    expect(await command(stack(), 'gc', '--json')).toMatchObject({ exitCode: 0 });
    const { requests } = await stack().modelStats();
    expect(await resumed(stack(), old.run, null)).toMatchObject({ result: ['one', 'two'], totals: { reused: 2 } });
    expect((await stack().modelStats()).requests).toBe(requests);
  },
  WITHIN_MS,
);

it(
  'files that were changed since keep a run from being resumed, until a person says that it does not matter',
  async () => {
    const { folder, write, commit } = await gitRepository();
    await write('a.txt', 'as it was');
    await commit('first');
    const old = await stack().run(scriptOf([echo('seen')]), { workspace: folder });
    await old.result();
    expect(await command(stack(), 'resume', old.run, '--dry-run')).toMatchObject({ exitCode: 0 });

    await write('a.txt', 'edited by hand');
    expect(await command(stack(), 'resume', old.run)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('are not as'),
    });
    expect(await resumed(stack(), old.run, null, '--workspace-changed', 'ok')).toMatchObject({ totals: { reused: 1 } });
  },
  WITHIN_MS,
);
