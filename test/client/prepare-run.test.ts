import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { AgentSetup } from '../../src/agent/context/agent-setup.js';
import { prepareRun, type RunRequest } from '../../src/client/prepare-run.js';
import { digestOf } from '../../src/storage/digest.js';
import { tempFolder } from '../support/temp-folder.js';
import { type Tree, writeTree } from '../support/write-tree.js';

interface Given extends Partial<RunRequest> {
  readonly tree?: Tree;
  readonly env?: Readonly<Record<string, string>>;
  /** Fields of `meta` beside those it needs. */
  readonly meta?: string;
}

async function prepare({ tree = {}, env = {}, meta = '', ...request }: Given = {}) {
  const root = await tempFolder();
  const workspace = join(root, 'work');
  const script = join(workspace, 'script.js');
  const text = `export const meta = { name: 'a', description: 'b', ${meta} };\nreturn 1;\n`;
  await writeTree(root, { 'work/script.js': text, ...tree });
  return prepareRun({ script, workspace, ...request }, { env, home: join(root, 'home') });
}

const setupIn = ({ setup }: { readonly setup: Uint8Array }) => JSON.parse(Buffer.from(setup).toString()) as AgentSetup;
const type = (name: string, fields: string): Tree => ({
  [`work/.claude/agents/${name}.md`]: `---\nname: ${name}\ndescription: d\n${fields}\n---\nBody.`,
});

describe('a prepared run', () => {
  it('names its setup by digest, and holds what the workspace says', async () => {
    const run = await prepare({ tree: { 'work/CLAUDE.md': 'Memory.' } });
    expect(run.spec.setup).toBe(digestOf(run.setup));
    expect(setupIn(run).memory.files.map(({ text }) => text)).toContain('Memory.');
  });

  it('knows its agent types, and what they settle', async () => {
    const { spec } = await prepare({
      tree: { ...type('one', 'model: opus\nmaxTurns: 3'), ...type('two', 'tools: Read') },
    });
    expect(spec.agentTypes).toEqual(['one', 'two', 'general-purpose', 'Explore']);
    expect(spec.typeOptions).toEqual({ one: { model: 'opus', maxTurns: 3 } });
  });

  it('stands on the commit of its workspace, or on none', async () => {
    expect((await prepare()).spec.base).toBeNull();
    const repo = await tempFolder();
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', repo, ...args])
        .toString()
        .trim();
    git('init', '-q');
    git('-c', 'user.name=a', '-c', 'user.email=b', 'commit', '-q', '--allow-empty', '-m', 'x');
    await writeTree(repo, { 's.js': `export const meta = { name: 'a', description: 'b' };` });
    const { spec } = await prepareRun({ script: join(repo, 's.js'), workspace: repo }, { env: {}, home: repo });
    expect(spec.base).toBe(git('rev-parse', 'HEAD'));
  });

  it('has a workspace that is there', async () => {
    const gone = join(await tempFolder(), 'gone');
    await expect(prepare({ workspace: gone })).rejects.toMatchObject({ code: 'WORKSPACE_MISSING' });
  });

  it('denies what nobody is there to permit, unless somebody is', async () => {
    expect((await prepare()).spec.onAsk).toBe('deny');
    expect((await prepare({ onAsk: 'wait' })).spec.onAsk).toBe('wait');
  });

  it('records what becomes of asks and failures only where somebody said it', async () => {
    const { spec } = await prepare();
    expect(spec).not.toHaveProperty('askTimeoutMs');
    expect(spec).not.toHaveProperty('onFail');
    expect((await prepare({ askTimeoutMs: 1_000, onFail: 'hold' })).spec).toMatchObject({
      askTimeoutMs: 1_000,
      onFail: 'hold',
    });
  });
});

describe('the model of a run is named by', () => {
  const settings = { 'home/.claude/settings.json': '{"model":"opus[1m]"}' };
  const env = { ANTHROPIC_MODEL: 'fable', CLAUDE_CODE_SUBAGENT_MODEL: 'haiku' };

  it.each<[string, Given, string]>([
    ['nobody', {}, 'claude-sonnet-5-5'],
    ['the settings', { tree: settings }, 'claude-opus-5-5'],
    ['the environment', { tree: settings, env: { ANTHROPIC_MODEL: 'fable' } }, 'claude-fable-5-2'],
    ['the script', { tree: settings, env: { ANTHROPIC_MODEL: 'fable' }, meta: `model: 'x-1'` }, 'x-1'],
    ['the person', { tree: settings, model: 'claude-y', meta: `model: 'x-1'` }, 'claude-y'],
    ['what the environment says of agents', { tree: settings, env, model: 'opus' }, 'claude-haiku-5-5'],
    ['none that leaves it open', { env: { CLAUDE_CODE_SUBAGENT_MODEL: 'inherit' }, model: 'opus' }, 'claude-opus-5-5'],
    ['an alias of the environment', { model: 'opus', env: { ANTHROPIC_DEFAULT_OPUS_MODEL: 'own' } }, 'own'],
  ])('%s', async (_, given, id) => {
    expect((await prepare(given)).spec.model.id).toBe(id);
  });
});
