import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readAgentSetup } from '../../../src/agent/context/agent-setup.js';
import { createSetupStore, setupBytes } from '../../../src/agent/context/setup-blob.js';
import type { BlobStore } from '../../../src/storage/blob-store.js';
import { createFileBlobStore } from '../../../src/storage/file-blob-store.js';
import { tempFolder } from '../../support/temp-folder.js';
import { type Tree, writeTree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

const DATE = '2026-01-02';

async function read(tree: Tree) {
  const { root, places } = await openContext(tree);
  return { root, ...(await readAgentSetup({ ...places, env: {}, date: DATE })) };
}

const servers = (...names: string[]) =>
  JSON.stringify({
    mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'x', env: { KEY: '${SECRET}' } }])),
  });

describe('the setup of a run', () => {
  it('is JSON, and the same for the same files', async () => {
    const { setup, root } = await read({ 'repo/CLAUDE.md': 'memory' });
    expect(JSON.parse(JSON.stringify(setup))).toEqual(setup);
    const again = await readAgentSetup({
      workspace: join(root, 'repo'),
      home: join(root, 'home'),
      managed: join(root, 'managed'),
      env: {},
      date: DATE,
    });
    expect(setupBytes(again.setup)).toEqual(setupBytes(setup));
  });

  it('holds no value of a secret', async () => {
    const { setup } = await read({
      'home/.claude/settings.json': JSON.stringify({ env: { TOKEN: 'CANARY' }, enabledMcpjsonServers: ['a'] }),
      'repo/.mcp.json': servers('a'),
    });
    expect(setup.mcpServers.map(({ name }) => name)).toEqual(['a']);
    const text = JSON.stringify(setup);
    expect(text).toContain('${SECRET}');
    expect(text).not.toContain('CANARY');
  });

  it('has only MCP servers that somebody approved of', async () => {
    const { setup, notes } = await read({
      'home/.claude/settings.json': JSON.stringify({
        enabledMcpjsonServers: ['a', 'c'],
        disabledMcpjsonServers: ['c'],
      }),
      'repo/.claude/settings.json': JSON.stringify({ enableAllProjectMcpServers: true }),
      'repo/.mcp.json': servers('a', 'b', 'c'),
    });
    expect(setup.mcpServers.map(({ name }) => name)).toEqual(['a']);
    const ofServers = notes.filter(({ file }) => file.endsWith('.mcp.json'));
    expect(ofServers.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('server b is not approved'),
      expect.stringContaining('server c is not approved'),
    ]);
  });

  it('has the rules of the settings files, those of an untrusted project only as far as they take away', async () => {
    const rules = { permissions: { allow: ['Bash(a)'], deny: ['Bash(b)'], defaultMode: 'bypassPermissions' } };
    const { setup, root } = await read({
      'repo/.claude/settings.json': JSON.stringify(rules),
      'home/.claude/settings.json': JSON.stringify({ permissions: { allow: ['Bash(c)'] } }),
    });
    expect(setup.permissions.mode).toBe('acceptEdits');
    expect(setup.permissions.layers.map(({ source, allow, deny }) => [source, allow, deny])).toEqual([
      ['project', [], ['Bash(b)']],
      ['user', ['Bash(c)'], []],
    ]);
    const trusting = { projects: { [join(root, 'repo')]: { hasTrustDialogAccepted: true } } };
    await writeTree(root, { 'home/.claude.json': JSON.stringify(trusting) });
    const [workspace, home] = [join(root, 'repo'), join(root, 'home')];
    const trusted = await readAgentSetup({ workspace, home, managed: join(root, 'managed'), env: {}, date: DATE });
    expect(trusted.setup.permissions.layers[0]?.allow).toEqual(['Bash(a)']);
    expect(trusted.setup.permissions.mode).toBe('acceptEdits');
  });

  it('names the branch', async () => {
    const { root, places } = await openContext({});
    const repo = join(root, 'outside');
    execFileSync('git', ['init', '-q', '-b', 'topic/a', repo]);
    const { setup } = await readAgentSetup({ ...places, workspace: repo, env: {}, date: DATE });
    expect(setup.environment).toMatchObject({ branch: 'topic/a', date: DATE });
  });

  it('is read whatever a repository holds', async () => {
    const loop = { link: '.' };
    const { root, places } = await openContext({});
    await writeTree(root, {
      'repo/CLAUDE.md': `@CLAUDE.md ${'@x/'.repeat(10_000)}`,
      'repo/.claude/agents/loop': loop,
      'repo/.claude/agents/a.md': `---\nname: a\ndescription: ${'&a [*a]'.repeat(100)}\n---\n`,
      'repo/.claude/rules': { link: '/proc/self' },
      'repo/.claude/skills': { link: 'skills' },
      'repo/.claude/settings.json/x': 'a folder',
      'repo/.mcp.json': '\u0000',
    });
    const { setup, notes } = await readAgentSetup({ ...places, env: {}, date: DATE });
    expect(setup.agentTypes.map(({ name }) => name)).toContain('Explore');
    expect(notes.length).toBeGreaterThan(3);
  });
});

describe('a store of setups', () => {
  async function stored(changes: readonly string[]) {
    const folder = await tempFolder();
    const blobs = createFileBlobStore(folder);
    let gets = 0;
    const counted: BlobStore = {
      ...blobs,
      get: (digest) => {
        gets += 1;
        return blobs.get(digest);
      },
    };
    const { setup } = await read({});
    const digests = await Promise.all(changes.map((home) => blobs.put(setupBytes({ ...setup, home }))));
    return { folder, store: createSetupStore(counted), digests, setup, gets: () => gets };
  }

  it('reads each once, also when many ask at once', async () => {
    const { store, digests, setup, gets } = await stored(['/a']);
    const [digest = ''] = digests;
    const loaded = await Promise.all([store.load(digest), store.load(digest), store.load(digest)]);
    expect(loaded[0]).toEqual({ ...setup, home: '/a' });
    expect(gets()).toBe(1);
  });

  it('keeps those asked for last', async () => {
    const { store, digests, gets } = await stored(Array.from({ length: 18 }, (_, i) => `/${i}`));
    for (const digest of digests) {
      await store.load(digests[0] ?? '');
      await store.load(digest);
    }
    expect(gets()).toBe(18);
    await store.load(digests[1] ?? '');
    expect(gets()).toBe(19);
  });

  it('does not remember a failure', async () => {
    const { store, setup, folder } = await stored([]);
    const bytes = setupBytes(setup);
    const missing = '0'.repeat(64);
    await expect(store.load(missing)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    const digest = await createFileBlobStore(folder).put(bytes);
    expect(await store.load(digest)).toEqual(setup);
    expect(await readdir(folder)).toHaveLength(1);
  });
});
