import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readWorkflowPolicy, requireWorkflows } from '../../../src/agent/context/workflow-policy.js';
import { prepareRun } from '../../../src/client/prepare-run.js';
import { scriptText } from '../../support/script-text.js';
import type { Tree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

const OFF = JSON.stringify({ disableWorkflows: true });

async function requestFor(tree: Tree) {
  const { root, places } = await openContext(tree);
  return { root, request: { ...places, env: {} } };
}

describe('workflows', () => {
  it.each(['managed/managed-settings.json', 'home/.claude/settings.json'])('are switched off in %s', async (file) => {
    const { root, request } = await requestFor({ [file]: OFF });
    const refusal = { code: 'WORKFLOWS_DISABLED', exitCode: 4, message: expect.stringContaining(join(root, file)) };
    await expect(requireWorkflows(request)).rejects.toMatchObject(refusal);
  });

  it.each(['repo/.claude/settings.json', 'repo/.claude/settings.local.json'])(
    'are not switched off in %s',
    async (file) => {
      const { request } = await requestFor({ [file]: OFF });
      await expect(requireWorkflows(request)).resolves.toBeUndefined();
    },
  );

  it('that are switched off cannot be prepared', async () => {
    const { request } = await requestFor({
      'home/.claude/settings.json': OFF,
      'repo/x.js': scriptText('return 1'),
    });
    const run = prepareRun({ script: join(request.workspace, 'x.js'), workspace: request.workspace }, request);
    await expect(run).rejects.toMatchObject({ code: 'WORKFLOWS_DISABLED' });
  });

  it('are asked for as the mode of the user or the administrator says, whatever a project says', async () => {
    const mode = (defaultMode: string) => JSON.stringify({ permissions: { defaultMode } });
    const { request } = await requestFor({ 'repo/.claude/settings.json': mode('auto') });
    expect(await readWorkflowPolicy(request)).toEqual({ disabledBy: null, mode: null });
    const own = await requestFor({ 'home/.claude/settings.json': mode('auto') });
    expect(await readWorkflowPolicy(own.request)).toEqual({ disabledBy: null, mode: 'auto' });
  });
});
