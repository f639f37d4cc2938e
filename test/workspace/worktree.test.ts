import { mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openWorkspace, type WorktreeRequest, workspaceFor } from '../../src/workspace/open-workspace.js';
import { headOf } from '../../src/workspace/git/repository.js';
import { gitIn, gitRepository } from '../support/git-repository.js';
import { tempFolder } from '../support/temp-folder.js';
import { RUN, scene } from './worktree-scene.js';

describe('the worktree of an agent', () => {
  it('stands at the commit the run began with, on a branch of its own, outside of the repository', async () => {
    const { repository, base, root, request } = await scene();
    const { path } = await openWorkspace(request(7), root);
    expect(path.startsWith(join(await realpath(root), 'worktrees'))).toBe(true);
    expect((await readdir(path)).sort()).toEqual(['.git', '.gitignore', 'a.txt', 'packages']);
    expect(await readFile(join(path, 'a.txt'), 'utf8')).toBe('a at the base\n');
    expect(await gitIn(path, 'rev-parse', 'HEAD')).toBe(base);
    expect(await gitIn(path, 'status', '--porcelain', '--branch')).toBe(`## longhaul/${RUN}/7-fix-the-thing-7`);
    expect(await repository.git('status', '--porcelain')).toBe('?? uncommitted.txt');
  });

  it('is found again by a later leg as the agent left it', async () => {
    const { root, request } = await scene();
    const first = await openWorkspace(request(1), root);
    await writeFile(join(first.path, 'a.txt'), 'changed\n');
    await writeFile(join(first.path, 'new.txt'), 'new\n');
    const second = await openWorkspace(request(1), root);
    expect(second.path).toBe(first.path);
    expect(await gitIn(second.path, 'status', '--porcelain')).toBe(' M a.txt\n?? new.txt');
  });

  it('has the agent in the subfolder that the run works in', async () => {
    const { repository, root, request } = await scene();
    const workspace = join(repository.folder, 'packages/app');
    const { path } = await openWorkspace(request(1, { workspace }), root);
    expect(path.endsWith('.1/packages/app')).toBe(true);
    expect(await readdir(path)).toEqual(['main.js']);
  });

  it('has that subfolder also where the commit has none', async () => {
    const { repository, root, request } = await scene();
    await mkdir(join(repository.folder, 'not/committed'), { recursive: true });
    const workspace = join(repository.folder, 'not/committed');
    const { path, finish } = await openWorkspace(request(1, { workspace }), root);
    expect(await readdir(path)).toEqual([]);
    expect(await finish()).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['../../etc', '1-etc'],
    ['-D --force', '1-d-force'],
    ['a..b.lock', '1-a-b-lock'],
    ['@{-1}~^:?*[\\', '1-1'],
    ['Über Größe\u0000\n\u001b[31m', '1-u-ber-gro-e-31m'],
    ['日本語', '1'],
    ['', '1'],
    ['x'.repeat(500), `1-${'x'.repeat(40)}`],
  ])('has a valid branch for the label %j', async (label, name) => {
    const { repository, root, request } = await scene();
    await openWorkspace(request(1, { label }), root);
    expect(await repository.branches()).toEqual([`longhaul/${RUN}/${name}`]);
  });
});

describe('a worktree that cannot be made', () => {
  const failure = (reason: RegExp) => ({ code: 'WORKTREE_FAILED', fields: { reason: expect.stringMatching(reason) } });

  it('is an error that names the reason', async () => {
    const { repository, root, request } = await scene();
    const open = (more: Partial<WorktreeRequest>) => openWorkspace(request(1, more), root);
    const elsewhere = await tempFolder();
    await expect(open({ workspace: elsewhere })).rejects.toMatchObject(failure(/not a git repository/));
    await expect(open({ workspace: join(elsewhere, 'no') })).rejects.toMatchObject(failure(/there is no folder/));
    await expect(open({ base: null })).rejects.toMatchObject(failure(/no repository with a commit/));
    await expect(open({ base: '1'.repeat(40) })).rejects.toMatchObject(failure(/no commit 1111/));
    await expect(open({ base: '--help' })).rejects.toMatchObject(failure(/no commit --help/));
    const bare = join(elsewhere, 'bare.git');
    await repository.git('clone', '--quiet', '--bare', repository.folder, bare);
    await expect(open({ workspace: bare })).rejects.toMatchObject(failure(/not in a working tree/));
    await repository.git('branch', 'longhaul');
    await expect(open({})).rejects.toMatchObject(failure(/refs\/heads\/longhaul/));
  });

  it('is an outcome of the agent, never another workspace', async () => {
    const { request, root } = await scene();
    const workspace = await tempFolder();
    const isolated = { ...request(1, { workspace }), options: { isolation: 'worktree' } as const };
    expect(await workspaceFor(isolated, root)).toMatchObject({
      kind: 'failed',
      outcome: { status: 'failed', code: 'WORKTREE_FAILED', seen: 'exception' },
    });
  });

  it('is an error when the storage cannot be written', async () => {
    const { request, root } = await scene();
    await writeFile(join(root, 'worktrees'), '');
    await expect(openWorkspace(request(1), root)).rejects.toMatchObject(failure(/EEXIST|ENOTDIR/));
  });

  it('leads no agent out of it by a link where the subfolder was', async () => {
    const { repository, root, request } = await scene();
    const outside = await tempFolder();
    await symlink(outside, join(repository.folder, 'link'));
    const base = await repository.commit('a link');
    await rm(join(repository.folder, 'link'));
    await mkdir(join(repository.folder, 'link/deep'), { recursive: true });
    const workspace = join(repository.folder, 'link/deep');
    await expect(openWorkspace(request(1, { workspace, base }), root)).rejects.toMatchObject(failure(/is no folder/));
    expect(await readdir(outside)).toEqual([]);
  });
});

describe('an agent that asks for no isolation', () => {
  it('works in the workspace of the run, and leaves nothing', async () => {
    const { request, root } = await scene();
    const opened = await workspaceFor({ ...request(1), options: {} }, root);
    if (opened.kind === 'failed') throw new Error('not opened');
    expect(opened.workspace.path).toBe(request(1).workspace);
    expect(await opened.workspace.finish()).toEqual({ kind: 'nothing' });
    expect(await readdir(root)).toEqual([]);
  });
});

describe('twenty agents at once', () => {
  it('each edit at the right commit, and none sees what another does', async () => {
    const { repository, base, root, request } = await scene();
    const calls = Array.from({ length: 20 }, (_, i) => i + 1);
    const left = await Promise.all(
      calls.map(async (call) => {
        const { path, finish } = await openWorkspace(request(call), root);
        expect(await readFile(join(path, 'a.txt'), 'utf8')).toBe('a at the base\n');
        if (call % 2 === 0) return finish();
        await writeFile(join(path, 'a.txt'), `by ${call}\n`);
        await gitIn(path, 'commit', '--quiet', '--all', '-m', `by ${call}`);
        return finish();
      }),
    );
    expect(left.map(({ kind }) => kind)).toEqual(calls.map((call) => (call % 2 ? 'worktree' : 'nothing')));
    expect(await repository.branches()).toHaveLength(10);
    expect(await repository.worktrees()).toHaveLength(10);
    for (const leaving of left) {
      if (leaving.kind === 'nothing') continue;
      const call = Number(/\.(\d+)$/.exec(leaving.path)?.[1]);
      expect(await repository.git('show', `${leaving.branch}:a.txt`)).toBe(`by ${call}`);
      expect(await repository.git('rev-list', `${base}..${leaving.branch}`, '--count')).toBe('1');
    }
    expect(await readFile(join(repository.folder, 'a.txt'), 'utf8')).toBe('a later\n');
  }, 120_000);
});

describe('the commit a run begins with', () => {
  it('is the one the workspace stands at, or none', async () => {
    const repository = await gitRepository();
    expect(await headOf(repository.folder)).toBeNull();
    const commit = await repository.commit('first');
    expect(await headOf(repository.folder)).toBe(commit);
    expect(await headOf(await tempFolder())).toBeNull();
    expect(await headOf('/nowhere/at/all')).toBeNull();
  });
});
