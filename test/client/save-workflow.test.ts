import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadSavedWorkflows } from '../../src/client/saved-workflows.js';
import { type SaveRequest, saveWorkflow, usualTarget } from '../../src/client/save-workflow.js';
import { scriptText } from '../support/script-text.js';
import { tempFolder } from '../support/temp-folder.js';
import { type Tree, writeTree } from '../support/write-tree.js';

const SCRIPT = { file: 'x.js', text: scriptText('return 1;\r\n', 'audit') };
const REQUEST: SaveRequest = { script: SCRIPT, name: 'audit', to: 'project', replace: 'never' };

let root = '';
beforeEach(async () => {
  root = await tempFolder();
});

const placeIn = (cwd: string, env = {}) => ({ cwd: join(root, cwd), env, home: join(root, 'home') });

/** Saves in `repo/a/b`, where `tree` is below the root. Returns the path of the file below the root. */
async function saved(tree: Tree = {}, request: Partial<SaveRequest> = {}, env = {}): Promise<string> {
  await writeTree(root, { 'repo/.git/HEAD': 'x', 'repo/a/b/file': 'x', 'home/file': 'x', ...tree });
  const file = await saveWorkflow({ ...REQUEST, ...request }, placeIn('repo/a/b', env));
  return file.slice(root.length + 1);
}

describe('a script that is saved', () => {
  it('goes to the root of the repository, as it is, for all to read', async () => {
    const file = await saved();
    expect(file).toBe('repo/.claude/workflows/audit.js');
    expect(await readFile(join(root, file), 'utf8')).toBe(SCRIPT.text);
    expect((await stat(join(root, file))).mode & 0o444).toBe(0o444);
    expect(await readdir(join(root, 'repo/.claude/workflows'))).toEqual(['audit.js']);
  });

  it('goes to the nearest .claude of the project', async () => {
    expect(await saved({ 'repo/a/.claude/settings.json': '{}' })).toBe('repo/a/.claude/workflows/audit.js');
  });

  it("goes to the person's own folder, or to the one they have set", async () => {
    expect(await saved({}, { to: 'personal' })).toBe('home/.claude/workflows/audit.js');
    const env = { CLAUDE_CONFIG_DIR: join(root, 'own') };
    expect(await saved({}, { to: 'personal' }, env)).toBe('own/workflows/audit.js');
  });

  it('goes to the project inside of a repository only', async () => {
    await saved();
    expect(await usualTarget(placeIn('repo/a'))).toBe('project');
    expect(await usualTarget(placeIn('home'))).toBe('personal');
  });

  it('is found by its name: another one is written into its meta, and nothing else changes', async () => {
    const file = await saved({}, { name: 'nightly audit' });
    expect(await readFile(join(root, file), 'utf8')).toBe(SCRIPT.text.replace("'audit'", "'nightly audit'"));
    const { workflows } = await loadSavedWorkflows(placeIn('repo'));
    expect(workflows.map(({ script }) => script.meta.name)).toEqual(['nightly audit']);
  });

  it('replaces another script only when that is asked for', async () => {
    const there = { 'repo/.claude/workflows/audit.js': 'another' };
    await expect(saved(there)).rejects.toMatchObject({ code: 'SAVE_EXISTS' });
    expect(await readFile(join(root, 'repo/.claude/workflows/audit.js'), 'utf8')).toBe('another');
    const file = await saved(there, { replace: 'other scripts' });
    expect(await readFile(join(root, file), 'utf8')).toBe(SCRIPT.text);
    expect(await readdir(join(root, 'repo/.claude/workflows'))).toEqual(['audit.js']);
  });

  it('is there already: nothing is asked for', async () => {
    expect(await saved({ 'repo/.claude/workflows/audit.js': SCRIPT.text })).toBe('repo/.claude/workflows/audit.js');
  });

  it.each([
    ['', /empty/],
    ['  ', /empty/],
    [' audit', /begins or ends with a blank/],
    ['../audit', /slash/],
    ['/etc/audit', /slash/],
    ['a\\b', /slash/],
    ['.audit', /dot/],
    ['..', /dot/],
    ['audit.js', /\.js/],
    ['a\nb', /not shown/],
    ['a\0b', /not shown/],
    ['a\u001b[2J', /not shown/],
    ['a\u202eb', /not shown/],
    ['漢'.repeat(70), /more than 200 bytes/],
  ])('is refused under the name %j', async (name, reason) => {
    const refusal = { code: 'WORKFLOW_NAME_REFUSED', exitCode: 2, message: expect.stringMatching(reason) };
    await expect(saved({}, { name })).rejects.toMatchObject(refusal);
    await expect(stat(join(root, 'repo/.claude'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['the file', { 'repo/.claude/workflows/audit.js': { link: '../../../target/x.js' } }],
    ['a file that leads nowhere', { 'repo/.claude/workflows/audit.js': { link: 'nowhere.js' } }],
    ['the folder', { 'repo/.claude/workflows': { link: '../../target' } }],
    ['.claude', { 'repo/.claude': { link: '../target' } }],
  ])('is refused where %s is a symbolic link, even when it may replace what is there', async (_, tree) => {
    const refusal = { code: 'SAVE_REFUSED', exitCode: 4, message: expect.stringMatching(/is a symbolic link/) };
    await writeTree(root, { 'target/x.js': 'outside' });
    await expect(saved(tree, { replace: 'other scripts' })).rejects.toMatchObject(refusal);
    expect(await readdir(join(root, 'target'))).toEqual(['x.js']);
    expect(await readFile(join(root, 'target/x.js'), 'utf8')).toBe('outside');
  });

  it.each([
    ['a file in the place of the folder', { 'repo/.claude/workflows': 'x' }],
    ['a folder in the place of the file', { 'repo/.claude/workflows/audit.js/x': 'x' }],
  ])('is refused for %s, in one line', async (_, tree) => {
    await expect(saved(tree)).rejects.toMatchObject({ code: 'SAVE_REFUSED' });
  });
});
