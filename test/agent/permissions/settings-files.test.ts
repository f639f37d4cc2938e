import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readPermissionLayers, type SettingsPlace } from '../../../src/agent/permissions/settings-files.js';

let root: string;
let place: SettingsPlace;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'longhaul-settings-'));
  place = {
    workspace: join(root, 'work'),
    home: join(root, 'home'),
    trusted: true,
    env: {},
    defaultMode: 'acceptEdits',
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const project = 'work/.claude/settings.json';
const local = 'work/.claude/settings.local.json';
const user = 'home/.claude/settings.json';

describe('settings files', () => {
  it('are absent without a word', async () => {
    expect(await readPermissionLayers(place)).toEqual({ setup: { layers: [], mode: 'acceptEdits' }, notes: [] });
  });

  it('make one layer each, the strongest first, rules counting from their owner', async () => {
    write(user, { permissions: { allow: ['Bash(u)'] } });
    write(project, { permissions: { deny: ['Read(/p)'] } });
    write(local, { permissions: { ask: ['Bash(l)'] } });
    const managedFile = write('managed.json', { permissions: { deny: ['WebSearch'] } });
    const { setup } = await readPermissionLayers({ ...place, managedFile });
    expect(setup.layers.map(({ source, root: from }) => [source, from])).toEqual([
      ['managed', '/'],
      ['local', place.workspace],
      ['project', place.workspace],
      ['user', join(place.home, '.claude')],
    ]);
  });

  it('of the user lie where CLAUDE_CONFIG_DIR says', async () => {
    write('elsewhere/settings.json', { permissions: { allow: ['Bash(e)'] } });
    const env = { CLAUDE_CONFIG_DIR: join(root, 'elsewhere') };
    const { setup } = await readPermissionLayers({ ...place, env });
    expect(setup.layers).toEqual([expect.objectContaining({ source: 'user', root: join(root, 'elsewhere') })]);
  });

  it('with the mode of sessions that decide by themselves hold, and say no mode', async () => {
    write(local, { permissions: { defaultMode: 'auto', allow: ['Bash(a)'] } });
    const { setup, notes } = await readPermissionLayers(place);
    expect(setup).toMatchObject({ layers: [{ source: 'local', allow: ['Bash(a)'] }], mode: 'acceptEdits' });
    expect(notes).toEqual([]);
  });

  it('choose the mode: local before project before user, the caller before all', async () => {
    write(user, { permissions: { defaultMode: 'plan' } });
    expect((await readPermissionLayers(place)).setup.mode).toBe('plan');
    write(project, { permissions: { defaultMode: 'dontAsk' } });
    expect((await readPermissionLayers(place)).setup.mode).toBe('dontAsk');
    write(local, { permissions: { defaultMode: 'default' } });
    expect((await readPermissionLayers(place)).setup.mode).toBe('default');
    expect((await readPermissionLayers({ ...place, mode: 'acceptEdits' })).setup.mode).toBe('acceptEdits');
  });

  it('of a folder cannot lift all checks', async () => {
    write(project, { permissions: { defaultMode: 'bypassPermissions' } });
    expect((await readPermissionLayers({ ...place, defaultMode: 'default' })).setup.mode).toBe('default');
    write(user, { permissions: { defaultMode: 'bypassPermissions' } });
    expect((await readPermissionLayers({ ...place, defaultMode: 'default' })).setup.mode).toBe('bypassPermissions');
  });

  it('may forbid to lift all checks', async () => {
    const managedFile = write('managed.json', { permissions: { disableBypassPermissionsMode: 'disable' } });
    const asked = await readPermissionLayers({ ...place, managedFile, mode: 'bypassPermissions' });
    expect(asked.setup.mode).toBe('default');
  });

  it('of a folder nobody trusts only forbid', async () => {
    write(project, {
      permissions: { allow: ['Bash'], deny: ['Bash(x)'], additionalDirectories: ['/'], defaultMode: 'acceptEdits' },
    });
    const { setup, notes } = await readPermissionLayers({ ...place, trusted: false, defaultMode: 'default' });
    expect(setup.mode).toBe('default');
    expect(setup.layers).toEqual([
      expect.objectContaining({ allow: [], deny: ['Bash(x)'], additionalDirectories: [] }),
    ]);
    expect(notes).toEqual([expect.objectContaining({ note: expect.stringContaining('not trusted') })]);
  });

  it('may begin with a byte-order mark', async () => {
    write(project, '\ufeff{"permissions":{"allow":["Bash(x)"]}}');
    expect((await readPermissionLayers(place)).setup.layers[0]?.allow).toEqual(['Bash(x)']);
  });

  it('lose entries that are no strings', async () => {
    write(project, '{"permissions":{"deny":["Bash(x)",42,{"a":1},null]}}');
    expect((await readPermissionLayers(place)).setup.layers[0]?.deny).toEqual(['Bash(x)']);
  });

  it.each(['{ not json', '{"permissions":{}} // x', ''])('that are no JSON are noted: %j', async (text) => {
    const file = write(project, text);
    const { setup, notes } = await readPermissionLayers(place);
    expect(setup.layers).toEqual([]);
    expect(notes).toEqual([{ file, note: expect.stringContaining('not JSON') }]);
  });

  it.each([
    '{"model":42,"permissions":{"allow":["Bash"],"deny":["Bash(x)"]}}',
    '{"permissions":{"allow":"Bash","deny":"Bash(x)"}}',
  ])('with a wrong type allow nothing, and what they deny is in doubt: %s', async (text) => {
    write(project, text);
    const { setup, notes } = await readPermissionLayers(place);
    expect(setup.layers).toEqual([expect.objectContaining({ allow: [], deny: [], doubtful: ['Bash(x)'] })]);
    expect(notes).toHaveLength(1);
  });

  it('with a mode nobody knows allow nothing, and forbid what they forbid', async () => {
    write(project, { permissions: { defaultMode: 'yolo', allow: ['Bash'], deny: ['Bash(x)'] } });
    const { setup, notes } = await readPermissionLayers(place);
    expect(setup).toEqual({ mode: 'acceptEdits', layers: [expect.objectContaining({ allow: [], deny: ['Bash(x)'] })] });
    expect(notes).toHaveLength(1);
  });

  it('that are pipes, folders or endless are noted, not waited for', async () => {
    mkdirSync(join(root, 'work/.claude'), { recursive: true });
    execFileSync('mkfifo', [join(root, project)]);
    mkdirSync(join(root, local));
    write(user, `{"x":"${'a'.repeat(1_100_000)}"}`);
    const { setup, notes } = await readPermissionLayers(place);
    expect(setup.layers).toEqual([]);
    expect(notes.map(({ file }) => file)).toEqual([local, project, user].map((name) => join(root, name)));
  });
});
