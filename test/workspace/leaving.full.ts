import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openWorkspace } from '../../src/workspace/open-workspace.js';
import { gitIn, gitRepository } from '../support/git-repository.js';
import { RUN, recordOf, scene } from './worktree-scene.js';

describe('an agent that has ended', () => {
  it('without changes leaves no trace; ignored files do not count', async () => {
    const at = await scene();
    const { repository, root, request } = at;
    const { path, finish } = await openWorkspace(request(1), root);
    await writeFile(join(path, 'debug.log'), 'ignored');
    expect(await finish()).toEqual({ kind: 'nothing' });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(recordOf(at, 1))).toBe(false);
    expect(await repository.branches()).toEqual([]);
    expect(await finish()).toEqual({ kind: 'nothing' });
  });

  const commitAll = async (path: string) => {
    await gitIn(path, 'add', '--all');
    await gitIn(path, 'commit', '--quiet', '--allow-empty', '-m', 'work');
  };
  it.each<[string, (path: string) => Promise<unknown>]>([
    ['a changed file', (path) => writeFile(join(path, 'a.txt'), 'other')],
    ['a removed file', (path) => rm(join(path, 'a.txt'))],
    ['a new file', (path) => writeFile(join(path, 'new.txt'), '')],
    ['a commit', commitAll],
    [
      'a commit without the branch',
      async (path) => {
        await gitIn(path, 'checkout', '--quiet', '--detach');
        await commitAll(path);
      },
    ],
    [
      'a commit it has gone back from',
      async (path) => {
        await commitAll(path);
        await gitIn(path, 'checkout', '--quiet', '--detach', 'HEAD^');
      },
    ],
    [
      'a change that git was told not to see',
      async (path) => {
        await gitIn(path, 'update-index', '--assume-unchanged', 'a.txt');
        await writeFile(join(path, 'a.txt'), 'hidden');
      },
    ],
    [
      'a change that git was told to skip',
      async (path) => {
        await gitIn(path, 'update-index', '--skip-worktree', 'a.txt');
        await writeFile(join(path, 'a.txt'), 'hidden');
      },
    ],
    [
      'a change, and no link to the repository any more',
      async (path) => {
        await rm(join(path, '.git'));
        await writeFile(join(path, 'new.txt'), '');
      },
    ],
  ])('with %s leaves its worktree, and says so again', async (_change, change) => {
    const { repository, root, request } = await scene();
    const { path, finish } = await openWorkspace(request(1), root);
    await change(path);
    const left = { kind: 'worktree', path, branch: `longhaul/${RUN}/1-fix-the-thing-1` };
    expect(await finish()).toEqual(left);
    expect(await finish()).toEqual(left);
    expect(await repository.branches()).toHaveLength(1);
    expect(existsSync(path)).toBe(true);
  });

  it('on a branch it made itself is named with that branch', async () => {
    const { root, request } = await scene();
    const { path, finish } = await openWorkspace(request(1), root);
    await gitIn(path, 'checkout', '--quiet', '-b', 'feature/x');
    await commitAll(path);
    expect(await finish()).toMatchObject({ kind: 'worktree', branch: 'feature/x' });
  });

  it('with work in a submodule it filled leaves its worktree', async () => {
    const { repository, root, request } = await scene();
    const library = await gitRepository();
    await library.write('lib.js', '');
    await library.commit('library');
    await repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.folder, 'lib');
    const base = await repository.commit('with a submodule');
    const empty = await openWorkspace(request(1, { base }), root);
    expect(await empty.finish()).toEqual({ kind: 'nothing' });
    const filled = await openWorkspace(request(2, { base }), root);
    await gitIn(filled.path, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
    await writeFile(join(filled.path, 'lib/lib.js'), 'changed');
    expect(await filled.finish()).toMatchObject({ kind: 'worktree' });
  });
});
