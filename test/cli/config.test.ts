import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { settingLines } from '../../src/cli/commands/config.js';
import type { Setting } from '../../src/cli/config/setting.js';
import { readAllSettings } from '../../src/cli/config/settings.js';
import type { ConnectFlags } from '../../src/server/connect-options.js';
import { tempFolder } from '../support/temp-folder.js';

let home = '';
beforeEach(async () => {
  home = await tempFolder();
});

type Env = Readonly<Record<string, string>>;

async function settings(env: Env = {}, flags: ConnectFlags = {}): Promise<readonly Setting[]> {
  await mkdir(join(home, 'project', '.git'), { recursive: true });
  return readAllSettings(flags, { env, home, cwd: join(home, 'project') });
}

async function setting(key: string, env: Env = {}, flags: ConnectFlags = {}): Promise<Setting | undefined> {
  return (await settings(env, flags)).find((one) => one.key === key);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(home, file)), { recursive: true });
  await writeFile(join(home, file), text);
}

describe('every setting says where it comes from', () => {
  it.each<readonly [key: string, env: Env, value: unknown, origin: string]>([
    ['server', {}, 'the local daemon', 'default'],
    ['model', {}, 'claude-sonnet-5-5', 'default'],
    ['model', { ANTHROPIC_MODEL: 'opus' }, 'claude-opus-5-5', 'env ANTHROPIC_MODEL'],
    ['model', { ANTHROPIC_MODEL: 'opus', CLAUDE_CODE_SUBAGENT_MODEL: 'x' }, 'x', 'env CLAUDE_CODE_SUBAGENT_MODEL'],
    ['model', { ANTHROPIC_MODEL: 'inherit' }, 'claude-sonnet-5-5', 'default'],
    ['model.alias.opus', { ANTHROPIC_DEFAULT_OPUS_MODEL: 'mine' }, 'mine', 'env ANTHROPIC_DEFAULT_OPUS_MODEL'],
    ['folder.data', { LONGHAUL_HOME: '/lh' }, '/lh/data', 'env LONGHAUL_HOME'],
    ['folder.data', { XDG_DATA_HOME: '/xdg' }, '/xdg/longhaul', 'env XDG_DATA_HOME'],
    ['storage', { TEMPORAL_ADDRESS: 'a:1', LONGHAUL_STORAGE: '/shared' }, '/shared', 'env LONGHAUL_STORAGE'],
    ['server.address', { TEMPORAL_ADDRESS: 'a:1' }, 'a:1', 'env TEMPORAL_ADDRESS'],
    ['provider.route', { CLAUDE_CODE_USE_VERTEX: '1' }, 'Google Vertex AI', 'env CLAUDE_CODE_USE_VERTEX'],
    ['limit.concurrency', {}, 16, 'default'],
    ['effort', {}, 'high', 'default'],
    ['terminal.notify', { LONGHAUL_NOTIFY: 'off' }, 'off', 'env LONGHAUL_NOTIFY'],
    ['terminal.editor', { VISUAL: 'nano', EDITOR: 'ed' }, 'nano', 'env VISUAL'],
    ['terminal.color', { NO_COLOR: '1', FORCE_COLOR: '1' }, 'never', 'env NO_COLOR'],
    ['terminal.color', { FORCE_COLOR: '1' }, 'always', 'env FORCE_COLOR'],
    ['permissions.mode', {}, 'acceptEdits', 'default'],
  ])('%s with %j', async (key, env, value, origin) => {
    expect(await setting(key, env)).toEqual({ key, value, origin });
  });

  it('a relative XDG folder does not count, and no relative origin is claimed', async () => {
    expect(await setting('folder.data', { XDG_DATA_HOME: 'rel' })).toMatchObject({ origin: 'default' });
  });

  it('a flag goes before a variable, and both before a profile', async () => {
    const file = join(home, 'temporal.toml');
    await write('temporal.toml', '[profile.prod]\naddress = "p:1"\nnamespace = "n"\n');
    const env = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'prod' };
    const profile = `profile prod in ${file}`;
    expect(await setting('server.address', env)).toMatchObject({ value: 'p:1', origin: profile });
    expect(await setting('server.namespace', env, { address: 'f:1' })).toMatchObject({ value: 'n', origin: profile });
    expect(await setting('server.address', env, { address: 'f:1' })).toMatchObject({
      value: 'f:1',
      origin: 'flag --address',
    });
    expect(await setting('server.profile', env)).toMatchObject({ value: 'prod', origin: 'env TEMPORAL_PROFILE' });
  });

  it("the nearest settings file counts; the project's only where it is trusted", async () => {
    await write('project/.claude/settings.json', '{"model": "haiku", "permissions": {"deny": ["WebFetch"]}}');
    await write('.claude/settings.json', '{"model": "opus"}');
    const user = join(home, '.claude', 'settings.json');
    expect(await setting('model')).toMatchObject({ value: 'claude-opus-5-5', origin: user });
    await write('.claude.json', JSON.stringify({ projects: { [home]: { hasTrustDialogAccepted: true } } }));
    const file = join(home, 'project', '.claude', 'settings.json');
    expect(await setting('trust')).toMatchObject({ value: true });
    expect(await setting('model')).toMatchObject({ value: 'claude-haiku-5-5', origin: file });
    expect(await setting('permissions.project')).toMatchObject({ value: '0 allow, 0 ask, 1 deny', origin: file });
  });

  it('the file that switches workflows off is named', async () => {
    expect(await setting('workflows.enabled')).toMatchObject({ value: true, origin: 'default' });
    await write('.claude/settings.json', '{"disableWorkflows": true}');
    const origin = join(home, '.claude', 'settings.json');
    expect(await setting('workflows.enabled')).toMatchObject({ value: false, origin });
  });

  it('a price of their own names the file', async () => {
    const price = { input: 1, output: 2, cacheWrite: 1, cacheWriteHour: 1, cacheRead: 1, webSearches: 1 };
    await write('lh/config/settings.json', JSON.stringify({ prices: { mine: price } }));
    const env = { LONGHAUL_HOME: join(home, 'lh') };
    expect(await setting('price.mine', env)).toMatchObject({
      value: '$1 in, $2 out per million tokens',
      origin: join(home, 'lh', 'config', 'settings.json'),
    });
  });
});

describe('secrets', () => {
  it('are told as set, and nowhere else', async () => {
    const key = Buffer.alloc(32, 9).toString('base64');
    const env = {
      ANTHROPIC_API_KEY: 'sk-secret',
      LONGHAUL_ENCRYPTION_KEY: `prod:${key}`,
      ANTHROPIC_BASE_URL: 'http://user:word@proxy.test/',
    };
    const all = await settings(env);
    expect(all).toContainEqual({ key: 'provider.key', value: 'set', origin: 'env ANTHROPIC_API_KEY' });
    expect(all.find(({ key }) => key === 'encryption.key')?.value).toMatch(/^prod\.[0-9a-f]{8}$/);
    const text = JSON.stringify(all);
    for (const secret of ['sk-secret', key, 'word']) expect(text).not.toContain(secret);
  });
});

describe('what a person reads', () => {
  const found: readonly Setting[] = [
    { key: 'a', value: 'x\u001b[2J', origin: 'default' },
    { key: 'long.key', value: null, origin: 'env A' },
  ];

  it.each([
    ['values', ['a         x', 'long.key  -']],
    ['with origins', ['a         x  default', 'long.key  -  env A']],
  ] as const)('%s', (what, lines) => {
    expect(settingLines(found, what, pc.createColors(false))).toEqual(lines);
  });
});
