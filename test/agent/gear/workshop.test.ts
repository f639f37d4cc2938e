import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AgentSetup, readAgentSetup } from '../../../src/agent/context/agent-setup.js';
import { createSetupStore, setupBytes } from '../../../src/agent/context/setup-blob.js';
import type { Workshop } from '../../../src/agent/gear/gear.js';
import { createMcpPool } from '../../../src/agent/mcp/mcp-pool.js';
import { createModels } from '../../../src/agent/model/models.js';
import type { PermissionLayer } from '../../../src/agent/permissions/permissions.js';
import { withoutSandbox } from '../../../src/agent/sandbox/open-sandbox.js';
import { createSetupKits } from '../../../src/agent/gear/setup-kit.js';
import { createTools } from '../../../src/agent/tools.js';
import { createPages } from '../../../src/agent/tools/web/pages.js';
import { createWorkshop } from '../../../src/agent/gear/workshop.js';
import { openStorage } from '../../../src/storage/storage.js';
import type { LegRequest } from '../../../src/workflows/ports.js';
import { type AgentBench, legRequest, openAgentBench } from '../../support/agent-bench.js';
import { gitRepository, type GitRepository } from '../../support/git-repository.js';
import { tempFolder } from '../../support/temp-folder.js';
import { EVERYTHING, program } from '../mcp/servers.js';

let bench: AgentBench;
let repository: GitRepository;
let base: string;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  bench = await openAgentBench();
  repository = await gitRepository();
  await repository.write('a.txt', 'alpha\n');
  base = await repository.commit('first');
});
afterEach(async () => {
  await bench.close();
  for (const close of closing.splice(0)) await close();
});

const NO_RULES: PermissionLayer = {
  source: 'user',
  root: '/',
  allow: [],
  ask: [],
  deny: [],
  additionalDirectories: [],
};

/** A worker's workshop, and requests of a run in the repository with these rules. */
async function atWork(rules: Partial<PermissionLayer> = {}, changes: Partial<AgentSetup> = {}) {
  const { root, blobs } = openStorage(await tempFolder(), {});
  const env = { PATH: process.env['PATH'], ANTHROPIC_BASE_URL: bench.server.url, ANTHROPIC_API_KEY: 'key' };
  const pool = createMcpPool({ env });
  closing.push(() => pool.close());
  const notices: string[] = [];
  const workshop: Workshop = createWorkshop({
    tools: createTools(),
    setups: createSetupStore(blobs),
    kitOf: createSetupKits({ models: createModels(env), pages: createPages(), env }),
    mcp: async () => pool,
    sandbox: withoutSandbox,
    root,
    notice: (line) => notices.push(line),
  });
  const home = await tempFolder();
  const { setup } = await readAgentSetup({ workspace: repository.folder, home, env: {}, date: '2026-01-01' });
  const permissions = { layers: [{ ...NO_RULES, ...rules }], mode: 'acceptEdits' } as const;
  const digest = await blobs.put(setupBytes({ ...setup, permissions, ...changes }));
  const run = (prompt: string, more: Partial<LegRequest> = {}) =>
    bench.run(legRequest(prompt, { workspace: repository.folder, base, setup: digest, ...more }), { workshop });
  return { run, notices, workshop, digest };
}

const call = (tool: string, input: object) => `<<tool:${tool} ${JSON.stringify(input)}>>`;

describe('an agent with a setup', () => {
  it('edits, runs commands and is told what the rules deny', async () => {
    const { run } = await atWork({ deny: ['Bash(git push *)'] });
    const file = join(repository.folder, 'b.txt');
    const prompt = [
      call('Write', { file_path: file, content: 'beta\n' }),
      call('Bash', { command: 'cat a.txt b.txt' }),
      call('Bash', { command: 'git push origin' }),
    ];
    expect(await run(prompt.join(''))).toMatchObject({ outcome: { value: expect.stringMatching(/not run: .*deny/) } });
    expect(await readFile(file, 'utf8')).toBe('beta\n');
    expect(await run(prompt.slice(0, 2).join(''), { call: 2 })).toMatchObject({ outcome: { value: 'alpha\nbeta' } });
  });

  it('is not offered what a rule, its type or its call takes away', async () => {
    const { run } = await atWork({ deny: ['WebFetch'] });
    const offered = async (options: LegRequest['options'], number: number) => {
      const { outcome } = (await run(call('Nothing', {}), { options, call: number })) as { outcome: { value: string } };
      return outcome.value;
    };
    expect(await offered({}, 1)).toMatch(/Bash/);
    expect(await offered({}, 2)).not.toMatch(/WebFetch/);
    expect(await offered({ agentType: 'Explore' }, 3)).not.toMatch(/Bash|Write/);
    expect(await offered({ disallowedTools: ['Grep'] }, 4)).not.toMatch(/Grep/);
  });

  it('is offered questions only where a person answers, and no rule takes them away', async () => {
    const offers = async (rules: Partial<PermissionLayer>, onAsk: LegRequest['onAsk']) => {
      const { workshop, digest } = await atWork(rules);
      const request = legRequest('x', { setup: digest, onAsk });
      const opened = await workshop.open(request, { first: true, signal: new AbortController().signal });
      return opened.kind === 'open' && opened.gear.tools.some(({ name }) => name === 'AskUserQuestion');
    };
    expect(await offers({}, 'wait')).toBe(true);
    expect(await offers({}, 'deny')).toBe(false);
    expect(await offers({ deny: ['AskUserQuestion'] }, 'wait')).toBe(false);
  });

  it('is held to the commands that its call names', async () => {
    const { run } = await atWork({ allow: ['Bash'] });
    const options = { bashCommandClamp: ['cat *'] };
    const held = await run(call('Bash', { command: 'rm a.txt' }), { options });
    expect(held).toMatchObject({ outcome: { value: expect.stringContaining('not run') } });
    const covered = await run(call('Bash', { command: 'cat a.txt' }), { options, call: 2 });
    expect(covered).toMatchObject({ outcome: { value: 'alpha' } });
  });

  it('lets the provider search the web only where a rule allows it', async () => {
    const offers = async (rules: Partial<PermissionLayer>, agentType?: string) => {
      const { workshop, digest } = await atWork(rules);
      const request = legRequest('x', { setup: digest, options: agentType ? { agentType } : {} });
      const opened = await workshop.open(request, { first: true, signal: new AbortController().signal });
      return opened.kind === 'open' ? opened.gear.providerTools.length : opened.kind;
    };
    expect(await offers({})).toBe(0);
    expect(await offers({ allow: ['WebSearch'] })).toBe(1);
    expect(await offers({ allow: ['WebSearch'], deny: ['WebSearch'] })).toBe(0);
  });

  it('asks pages of the web through a small model', async () => {
    const site = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end('<<echo:what the small model says>>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => site.close(resolve)));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const perRequest = { input: 0, output: 20_000, cacheRead: 0, cacheWrite: 0, cacheWriteHour: 0, webSearches: 0 };
    const pageReader = { model: 'small', price: perRequest };
    const { run } = await atWork({ allow: ['WebFetch(domain:127.0.0.1)'] }, { pageReader });
    const ended = await run(call('WebFetch', { url, prompt: 'what is there?' }));
    expect(ended).toMatchObject({
      outcome: { status: 'ok', value: 'what the small model says' },
      // The small model is a request of its own, and the only one whose price is known.
      spent: { requests: 3, turns: 2, usage: { output: 150 }, cost: { usd: 1 } },
    });
  });

  it('uses the tools of an MCP server', async () => {
    const { run } = await atWork(
      { allow: ['mcp__everything'] },
      { mcpServers: [program('everything', EVERYTHING, 'stdio')] },
    );
    const ended = await run(call('mcp__everything__echo', { message: 'over stdio' }));
    expect(ended).toMatchObject({ outcome: { status: 'ok', value: expect.stringContaining('over stdio') } });
  });

  it('goes on without an MCP server that does not start', async () => {
    const { run, notices } = await atWork({}, { mcpServers: [program('broken', '/nonexistent.js')] });
    expect(await run('<<echo:fine>>')).toMatchObject({ outcome: { value: 'fine' } });
    expect(notices).toEqual([expect.stringContaining('broken')]);
  });

  it('is given the memory of a folder with the first file of it, once', async () => {
    await repository.write('deep/CLAUDE.md', 'Deep rule.');
    await repository.write('deep/x.txt', 'x\n');
    const { run } = await atWork();
    const read = call('Read', { file_path: join(repository.folder, 'deep/x.txt') });
    expect(await run(read)).toMatchObject({ outcome: { value: expect.stringContaining('Deep rule.') } });
    const again = await run(read + read, { call: 2 });
    expect(again).toMatchObject({ outcome: { value: expect.not.stringContaining('Deep rule.') } });
  });
});

describe('an agent with a worktree of its own', () => {
  const isolated = { options: { isolation: 'worktree' } } as const;

  it('works there with all its tools, and names what it leaves', async () => {
    const { run } = await atWork();
    const ended = await run(call('Bash', { command: 'echo beta > a.txt' }), isolated);
    expect(ended).toMatchObject({ kind: 'done', outcome: { status: 'ok' }, kept: { branch: expect.any(String) } });
    const { kept } = ended as { kept: { path: string } };
    expect(await readFile(join(kept.path, 'a.txt'), 'utf8')).toBe('beta\n');
    expect(await readFile(join(repository.folder, 'a.txt'), 'utf8')).toBe('alpha\n');
  });

  it('leaves nothing when it has changed nothing', async () => {
    const { run } = await atWork();
    expect(await run(call('Bash', { command: 'cat a.txt' }), isolated)).not.toHaveProperty('kept');
    expect(await repository.worktrees()).toEqual([]);
  });

  it('is held by the rules of the project there as it would be in the workspace', async () => {
    const { run } = await atWork({ source: 'project', root: repository.folder, deny: ['Edit(/a.txt)'] });
    const ended = await run(call('Bash', { command: 'echo beta > a.txt' }), isolated);
    expect(ended).toMatchObject({ outcome: { value: expect.stringContaining('not run') } });
  });

  it('is an outcome when none can be made', async () => {
    const { run } = await atWork();
    expect(await run('x', { ...isolated, base: null })).toMatchObject({
      outcome: { status: 'failed', code: 'WORKTREE_FAILED' },
    });
    expect(bench.server.stats().requests).toBe(0);
  });
});

it('a setup file edited after the run has started changes nothing', async () => {
  const { run } = await atWork();
  await repository.write('CLAUDE.md', 'New rule.');
  await writeFile(join(repository.folder, '.mcp.json'), '{"mcpServers":{"x":{"command":"false"}}}');
  expect(await run('<<echo:fine>>')).toMatchObject({ outcome: { value: 'fine' } });
});
