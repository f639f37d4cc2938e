import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanWorkspaces } from '../../src/workspace/clean-workspaces.js';
import { openWorkspace } from '../../src/workspace/open-workspace.js';
import { gitIn } from '../support/git-repository.js';
import { tempFolder } from '../support/temp-folder.js';
import { RUN, recordOf, type Scene, scene } from './worktree-scene.js';

describe('what a killed worker left half-made', () => {
  const halves: readonly [string, (at: Scene, path: string) => Promise<unknown>][] = [
    [
      'a record without files',
      async (at, path) => {
        await rm(join(recordOf(at, 1), 'longhaul'));
        await rm(path, { recursive: true });
      },
    ],
    [
      'a part of the files',
      async (at, path) => {
        await rm(join(recordOf(at, 1), 'longhaul'));
        await rm(join(recordOf(at, 1), 'index'));
        await rm(join(path, 'packages'), { recursive: true });
      },
    ],
    [
      'a record that is damaged, and a lock',
      async (at, path) => {
        await rm(join(recordOf(at, 1), 'longhaul'));
        await rm(join(recordOf(at, 1), 'HEAD'));
        await writeFile(join(recordOf(at, 1), 'index.lock'), '');
        await writeFile(join(recordOf(at, 1), 'locked'), 'initializing');
        await rm(join(path, '.git'));
      },
    ],
    [
      'a branch only',
      async (at, path) => {
        await rm(recordOf(at, 1), { recursive: true });
        await rm(path, { recursive: true });
      },
    ],
    ['a folder that is gone', (_scene, path) => rm(path, { recursive: true })],
  ];

  it.each(halves)('is made anew: %s', async (_half, harm) => {
    const at = await scene();
    const { path } = await openWorkspace(at.request(1), at.root);
    await harm(at, path);
    const again = await openWorkspace(at.request(1), at.root);
    expect(await gitIn(again.path, 'status', '--porcelain')).toBe('');
    expect(await gitIn(again.path, 'rev-parse', 'HEAD')).toBe(at.base);
    expect(await again.finish()).toEqual({ kind: 'nothing' });
  });

  it.each(halves)('is cleaned away at the end of the run: %s', async (_half, harm) => {
    const at = await scene();
    const { path } = await openWorkspace(at.request(1), at.root);
    await harm(at, path);
    expect(await cleanWorkspaces({ run: RUN, workspace: at.repository.folder, base: at.base }, at.root)).toEqual([]);
    expect(await at.repository.branches()).toEqual([]);
    expect(await at.repository.worktrees()).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('is gone on with from its last commit, where only the branch is left', async () => {
    const at = await scene();
    const { root, request } = at;
    const { path } = await openWorkspace(request(1), root);
    await gitIn(path, 'commit', '--quiet', '--allow-empty', '-m', 'work');
    const work = await gitIn(path, 'rev-parse', 'HEAD');
    await rm(path, { recursive: true });
    await rm(recordOf(at, 1), { recursive: true });
    const again = await openWorkspace(request(1), root);
    expect(await gitIn(again.path, 'rev-parse', 'HEAD')).toBe(work);
    expect(await again.finish()).toMatchObject({ kind: 'worktree' });
  });

  it('is an error where there are files that git does not know any more', async () => {
    const at = await scene();
    const { root, request } = at;
    const { path } = await openWorkspace(request(1), root);
    await rm(recordOf(at, 1), { recursive: true });
    await expect(openWorkspace(request(1), root)).rejects.toMatchObject({ code: 'WORKTREE_FAILED' });
    expect(await readFile(join(path, 'a.txt'), 'utf8')).toBe('a at the base\n');
  });
});

describe('cleaning after a run', () => {
  it('removes what is unchanged, names what is kept, touches nothing else, and does no harm again', async () => {
    const { repository, base, root, request } = await scene();
    const others = join(await tempFolder(), 'mine');
    await repository.git('worktree', 'add', '--quiet', '-b', 'mine', others);
    const stale = join(await tempFolder(), 'stale');
    await repository.git('worktree', 'add', '--quiet', '-b', 'stale', stale);
    await rm(stale, { recursive: true });
    const otherRun = await openWorkspace(request(1, { run: `${RUN}b` }), root);
    for (const call of [1, 2, 10]) {
      const { path } = await openWorkspace(request(call), root);
      if (call !== 2) await writeFile(join(path, 'new.txt'), '');
    }
    const kept = [
      { call: 1, branch: `longhaul/${RUN}/1-fix-the-thing-1` },
      { call: 10, branch: `longhaul/${RUN}/10-fix-the-thing-10` },
    ];
    const clean = () => cleanWorkspaces({ run: RUN, workspace: repository.folder, base }, root);
    expect(await clean()).toMatchObject(kept);
    expect(await clean()).toMatchObject(kept);
    expect(await repository.worktrees()).toEqual(expect.arrayContaining([others, stale, otherRun.path]));
    expect(await repository.worktrees()).toHaveLength(5);
    expect(await repository.branches()).toHaveLength(3);
  });
});
