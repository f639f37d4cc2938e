import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSavedWorkflows } from '../../src/client/saved-workflows.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'longhaul-saved-'));
});

afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const save = (path: string, name: string) =>
  write(path, `export const meta = { name: '${name}', description: 'd' }\nreturn 1`);

async function load(env: Record<string, string> = {}) {
  const place = { cwd: join(root, 'repo/sub'), env, home: join(root, 'home'), bundled: join(root, 'bundled') };
  const { workflows, refused } = await loadSavedWorkflows(place);
  const relative = (file: string) => file.slice(root.length + 1);
  return {
    workflows: workflows.map(({ script, origin, shadows }) => ({
      name: script.meta.name,
      file: relative(script.file),
      origin,
      shadows: shadows.map(relative),
    })),
    refused: refused.map(({ file, error }) => `${relative(file)} ${error.code}`),
  };
}

describe('saved workflows', () => {
  beforeEach(async () => {
    await mkdir(join(root, 'repo/sub'), { recursive: true });
    await mkdir(join(root, 'repo/.git'));
  });

  it('are none where no folder exists', async () => {
    expect(await load()).toEqual({ workflows: [], refused: [] });
  });

  it('come from project, home and bundled folders, the nearest winning', async () => {
    await save('repo/sub/.claude/workflows/x.js', 'x');
    await save('repo/.claude/workflows/x.js', 'x');
    await save('home/.claude/workflows/y.js', 'y');
    await save('bundled/x.js', 'x');
    await save('.claude/workflows/outside.js', 'outside-the-repository');
    expect((await load()).workflows).toEqual([
      {
        name: 'x',
        file: 'repo/sub/.claude/workflows/x.js',
        origin: 'project',
        shadows: ['repo/.claude/workflows/x.js', 'bundled/x.js'],
      },
      { name: 'y', file: 'home/.claude/workflows/y.js', origin: 'personal', shadows: [] },
    ]);
  });

  it('come from CLAUDE_CONFIG_DIR when it is set, relative to the working directory', async () => {
    await save('home/.claude/workflows/y.js', 'y');
    await save('conf/workflows/z.js', 'z');
    for (const dir of [join(root, 'conf'), '../../conf']) {
      expect((await load({ CLAUDE_CONFIG_DIR: dir })).workflows.map(({ name }) => name)).toEqual(['z']);
    }
  });

  it('stop at a worktree, whose .git is a file', async () => {
    await write('repo/sub/.git', 'gitdir: elsewhere');
    await save('repo/.claude/workflows/x.js', 'x');
    expect((await load()).workflows).toEqual([]);
  });

  it('are .js files, through symlinks too; what cannot be read or compiled is listed with its reason', async () => {
    await save('shared/linked.js', 'linked');
    await write('repo/.claude/workflows/broken.js', 'return 1');
    await write('repo/.claude/workflows/notes.md', 'no script');
    await mkdir(join(root, 'repo/.claude/workflows/folder.js'));
    await symlink(join(root, 'shared/linked.js'), join(root, 'repo/.claude/workflows/link.js'));
    await symlink(join(root, 'absent.js'), join(root, 'repo/.claude/workflows/dangling.js'));
    await write('home/.claude/workflows', 'a file where a folder should be');
    const { workflows, refused } = await load();
    expect(workflows.map(({ name, file }) => `${name} ${file}`)).toEqual(['linked repo/.claude/workflows/link.js']);
    expect(refused).toEqual([
      'repo/.claude/workflows/broken.js SCRIPT_META_MISSING',
      'repo/.claude/workflows/dangling.js SCRIPT_UNREADABLE',
    ]);
  });
});
