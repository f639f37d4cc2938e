import { describe, expect, it } from '@jest/globals';
import { readSettings, readSettingsEnv } from '../../../src/agent/context/settings.js';
import { isTrusted } from '../../../src/agent/context/trust.js';
import { type Tree, writeTree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

const json = (value: unknown) => JSON.stringify(value);

async function read(tree: Tree, trusted = true) {
  const bench = await openContext(tree);
  const settings = await readSettings(bench.places, trusted);
  return { settings, env: await readSettingsEnv(bench.places, trusted) };
}

const ALL: Tree = {
  'managed/managed-settings.json': json({ env: { A: 'managed' } }),
  'repo/.claude/settings.local.json': json({ model: 'local', env: { A: 'local', B: 'local' } }),
  'repo/.claude/settings.json': json({
    model: 'project',
    effortLevel: 'low',
    env: { B: 'project', C: 1 },
    enableAllProjectMcpServers: true,
    disabledMcpjsonServers: ['bad'],
  }),
  'home/.claude/settings.json': json({
    model: 'user',
    effortLevel: 'max',
    env: { D: 'user' },
    enabledMcpjsonServers: ['x'],
  }),
};

describe('settings', () => {
  it('of nearer files win, and lists add up', async () => {
    const { settings, env } = await read(ALL);
    expect(settings).toEqual({
      model: 'local',
      effort: 'low',
      projectServers: { all: true, enabled: ['x'], disabled: ['bad'] },
    });
    expect(env).toEqual({ A: 'managed', B: 'local', C: '1', D: 'user' });
  });

  it('of a project that nobody trusts only take away', async () => {
    const { settings, env } = await read(ALL, false);
    expect(settings).toEqual({
      model: 'user',
      effort: 'max',
      projectServers: { all: false, enabled: ['x'], disabled: ['bad'] },
    });
    expect(env).toEqual({ A: 'managed', D: 'user' });
  });

  it.each<[string, Tree]>([
    ['no JSON', { 'repo/.claude/settings.json': '{ "model": ' }],
    ['no object', { 'repo/.claude/settings.json': '[1]' }],
    ['too large', { 'repo/.claude/settings.json': ' '.repeat(2_000_000) }],
    ['outside', { 'outside/s.json': '{"model":"x"}', 'repo/.claude/settings.json': { link: '../../outside/s.json' } }],
  ])('in a file that is %s count as absent', async (_, tree) => {
    const { settings } = await read({ ...tree, 'home/.claude/settings.json': '{"model":"m"}' });
    expect(settings.model).toBe('m');
  });

  it('of a wrong type count as absent', async () => {
    const { settings, env } = await read({
      'home/.claude/settings.json': json({
        model: 42,
        effortLevel: 'huge',
        env: { A: {} },
        enabledMcpjsonServers: 'x',
      }),
    });
    expect(settings).toEqual({ model: null, effort: null, projectServers: { all: false, enabled: [], disabled: [] } });
    expect(env).toEqual({});
  });

  it('give agents no key of a provider', async () => {
    const { env } = await read({
      'home/.claude/settings.json': json({
        env: {
          ANTHROPIC_API_KEY: 'sk',
          ANTHROPIC_BASE_URL: 'x',
          AWS_BEARER_TOKEN_BEDROCK: 'x',
          LONGHAUL_HOME: 'x',
          OK: 'y',
        },
      }),
    });
    expect(env).toEqual({ OK: 'y' });
  });
});

describe('a folder is trusted', () => {
  const trust = (folder: string, accepted: unknown = true) =>
    json({ projects: { [folder]: { hasTrustDialogAccepted: accepted } } });

  it.each<[string, (root: string) => string, boolean]>([
    ['when its question was accepted', (root) => trust(`${root}/repo`), true],
    ['when that of a folder around it was', (root) => trust(root), true],
    ['not when it was declined', (root) => trust(`${root}/repo`, false), false],
    ['not by a word that is not true', (root) => trust(`${root}/repo`, 'yes'), false],
    ['not when a neighbour is', (root) => trust(`${root}/rep`), false],
    ['not when a folder inside is', (root) => trust(`${root}/repo/a`), false],
    ['not by a file of another form', () => '{"projects": [1]}', false],
    ['not by a file that is no JSON', () => 'yes', false],
  ])('%s', async (_, content, trusted) => {
    const { root, places, note } = await openContext({});
    await writeTree(root, { 'home/.claude.json': content(root) });
    expect(await isTrusted(places, {}, note)).toBe(trusted);
  });

  it('not where there is no record, and not by a file of its own', async () => {
    const { root, places, note } = await openContext({});
    await writeTree(root, { 'repo/.claude.json': trust(`${root}/repo`) });
    expect(await isTrusted(places, {}, note)).toBe(false);
  });
});
