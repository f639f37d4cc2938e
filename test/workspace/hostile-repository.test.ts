import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openWorkspace } from '../../src/workspace/open-workspace.js';
import { headOf } from '../../src/workspace/git/repository.js';
import { gitRepository } from '../support/git-repository.js';
import { scene } from './worktree-scene.js';

describe('a hostile repository', () => {
  it('starts no program of its own, neither when a worktree is made nor when it is looked at', async () => {
    const { repository, root, request } = await scene();
    const trap = join(root, 'sprung');
    await repository.write('.gitattributes', '* filter=evil diff=evil\n');
    const base = await repository.commit('attributes');
    const hooks = join(repository.folder, '.git/hooks');
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
      await writeFile(join(hooks, hook), `#!/bin/sh\necho ${hook} >> ${trap}\n`, { mode: 0o755 });
    }
    const command = (name: string) => `sh -c 'echo ${name} >> ${trap}; cat'`;
    for (const key of ['filter.evil.smudge', 'filter.evil.clean', 'filter.evil.process', 'core.fsmonitor']) {
      await repository.git('config', key, command(key));
    }
    await repository.git('config', 'filter.evil.required', 'true');
    await repository.git('config', 'diff.evil.textconv', command('textconv'));
    const { path, finish } = await openWorkspace(request(1, { base }), root);
    await writeFile(join(path, 'a.txt'), 'changed');
    expect(await finish()).toMatchObject({ kind: 'worktree' });
    expect(existsSync(trap)).toBe(false);
  });

  it('is not looked for where an agent says it is', async () => {
    const { repository, root, request } = await scene();
    const trap = join(root, 'sprung');
    const other = await gitRepository();
    await other.git('config', 'core.fsmonitor', `echo sprung >> ${trap}; false`);
    await other.write('.git/info/exclude', '*\n');
    const { path, finish } = await openWorkspace(request(1), root);
    await writeFile(join(path, '.git'), `gitdir: ${other.folder}/.git\n`);
    await writeFile(join(path, 'new.txt'), '');
    expect(await finish()).toMatchObject({ kind: 'worktree', branch: expect.stringContaining('longhaul/') });
    expect(existsSync(trap)).toBe(false);
    expect(await repository.branches()).toHaveLength(1);
  });

  it('makes git fetch nothing, whatever is missing and wherever it says that is', async () => {
    const { repository, base, root, request } = await scene();
    const trap = join(root, 'sprung');
    await repository.git('config', 'remote.origin.url', `ext::touch ${trap}`);
    await repository.git('config', 'remote.origin.promisor', 'true');
    await repository.git('config', 'extensions.partialClone', 'origin');
    await repository.git('config', 'core.repositoryFormatVersion', '1');
    await repository.git('config', 'protocol.ext.allow', 'always');
    const blob = await repository.git('rev-parse', `${base}:a.txt`);
    await rm(join(repository.folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    await expect(openWorkspace(request(1), root)).rejects.toMatchObject({ code: 'WORKTREE_FAILED' });
    expect(existsSync(trap)).toBe(false);
    expect(await repository.worktrees()).toEqual([]);
    await expect(repository.git('cat-file', '-p', blob)).rejects.toThrow();
    expect(existsSync(trap)).toBe(true); // as git without our precautions does
  });

  it('has no say through our environment', async () => {
    const { root, request, base } = await scene();
    const other = await gitRepository();
    const names = {
      GIT_DIR: join(other.folder, '.git'),
      GIT_WORK_TREE: other.folder,
      GIT_INDEX_FILE: '/nowhere/index',
    };
    Object.assign(process.env, names);
    try {
      const { path, finish } = await openWorkspace(request(1), root);
      expect(await headOf(path)).toBe(base);
      expect(await finish()).toEqual({ kind: 'nothing' });
    } finally {
      for (const name of Object.keys(names)) delete process.env[name];
    }
  });
});
