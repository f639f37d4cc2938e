import { access, chmod, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { treeOf } from '../../../src/workspace/git/tree.js';
import { type GitRepository, gitRepository } from '../../support/git-repository.js';
import { tempFolder } from '../../support/temp-folder.js';

let repository: GitRepository;
beforeEach(async () => {
  repository = await gitRepository();
  await repository.write('.gitignore', 'out/\n');
  await repository.write('src/a.js', 'a');
  await repository.commit('first');
});

describe('the tree of a workspace', () => {
  it('is that of its commit while nothing has changed, also seen from a folder in it', async () => {
    const committed = await repository.git('rev-parse', 'HEAD^{tree}');
    expect(await treeOf(repository.folder)).toBe(committed);
    expect(await treeOf(join(repository.folder, 'src'))).toBe(committed);
  });

  it('tells what was changed, is new or was removed, and not what git ignores', async () => {
    const trees = new Set<string | null>();
    const note = async () => trees.add(await treeOf(repository.folder)).size;
    expect(await note()).toBe(1);
    await repository.write('src/a.js', 'b');
    expect(await note()).toBe(2);
    await repository.write('new.txt', 'new');
    expect(await note()).toBe(3);
    await repository.write('out/built.txt', 'built');
    expect(await note()).toBe(3);
    await repository.git('rm', '--quiet', '--force', 'src/a.js');
    expect(await note()).toBe(4);
  });

  it('tells a change of the same length within the second in which the index was written', async () => {
    await repository.git('config', 'core.trustctime', 'false'); // the only time of a file that cannot be set
    const then = new Date('2026-01-01T00:00:00Z');
    const file = join(repository.folder, 'src/a.js');
    await utimes(file, then, then);
    await repository.git('add', '--all');
    await utimes(join(repository.folder, '.git/index'), then, then);
    const before = await treeOf(repository.folder);
    await repository.write('src/a.js', 'b');
    await utimes(file, then, then);
    expect(await treeOf(repository.folder)).not.toBe(before);
  });

  it('leaves the repository as it is', async () => {
    await repository.write('new.txt', 'new');
    const look = async () => [
      await repository.git('status', '--porcelain'),
      await repository.git('count-objects'),
      await repository.git('diff', '--cached', '--name-only'),
    ];
    const before = await look();
    expect(await treeOf(repository.folder)).toMatch(/^[0-9a-f]{40}$/);
    expect(await look()).toEqual(before);
  });

  it('is that of a repository without a commit, too', async () => {
    const young = await gitRepository();
    await young.write('a', 'a');
    expect(await treeOf(young.folder)).toMatch(/^[0-9a-f]{40}$/);
  });

  it('is null outside of one, and where there is no folder', async () => {
    const folder = await tempFolder();
    expect(await treeOf(folder)).toBeNull();
    expect(await treeOf(join(folder, 'none'))).toBeNull();
  });

  it('starts no program that the repository names (G3)', async () => {
    const program = join(repository.folder, 'out', 'program');
    await repository.write('out/program', '#!/bin/sh\ntouch "$0.ran"\ncat\n');
    await chmod(program, 0o755);
    await repository.git('config', 'filter.evil.clean', program);
    await repository.git('config', 'core.fsmonitor', program);
    await repository.write('.gitattributes', '* filter=evil\n');
    expect(await treeOf(repository.folder)).toMatch(/^[0-9a-f]{40}$/);
    await expect(access(`${program}.ran`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
