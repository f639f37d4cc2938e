import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { writeTree } from '../support/write-tree.js';

const WITHIN_MS = 120_000;
const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

it(
  'the model of an agent is that of its call, else of its type, else of the run; types are those of the project',
  async () => {
    const workspace = join(await tempFolder(), 'project');
    await writeTree(workspace, {
      '.claude/agents/thinker.md': '---\nname: thinker\ndescription: Thinks\nmodel: opus\n---\nThink.',
      '.claude/agents/plain.md': '---\nname: plain\ndescription: Is plain\nmodel: inherit\n---\nBe plain.',
    });
    const run = await stack().run(
      scriptText(`const asked = [{}, { agentType: 'thinker' }, { agentType: 'thinker', model: 'haiku' }, { agentType: 'plain' }];
const answers = await parallel(asked.map((options) => () => agent('<<echo:done>>', options)));
const unknown = await agent('x', { agentType: 'nobody' }).catch((error) => error.message);
return [answers, unknown];`),
      { workspace },
    );
    const { result } = await run.result();
    expect(result).toEqual([
      ['done', 'done', 'done', 'done'],
      expect.stringMatching(/'nobody' not found. Known types: plain, thinker, general-purpose, Explore/),
    ]);
    const models: string[] = [];
    for await (const event of run.events()) if (event.type === 'queued') models.push(event.model);
    expect(models.slice(0, 4)).toEqual([
      'claude-sonnet-5-5',
      'claude-opus-5-5',
      'claude-haiku-5-5',
      'claude-sonnet-5-5',
    ]);
  },
  WITHIN_MS,
);
