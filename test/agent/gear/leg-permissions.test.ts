import { beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { profileOf } from '../../../src/agent/context/agent-profile.js';
import { type AgentSetup, readAgentSetup } from '../../../src/agent/context/agent-setup.js';
import { legPermissions } from '../../../src/agent/gear/leg-permissions.js';
import type { PermissionLayer } from '../../../src/agent/permissions/permissions.js';
import type { AgentOptions } from '../../../src/interpreter/call.js';
import { legRequest } from '../../support/agent-bench.js';
import { tempFolder } from '../../support/temp-folder.js';

let workspace: string;
let setup: AgentSetup;
beforeAll(async () => {
  workspace = await tempFolder();
  const read = await readAgentSetup({ workspace, home: await tempFolder(), env: {}, date: '2026-01-01' });
  setup = read.setup;
});

interface Agent {
  readonly rules?: Partial<PermissionLayer>;
  readonly options?: AgentOptions;
  /** Where it works; the workspace unless given. */
  readonly directory?: string;
}

const GRANTS = ['Bash(npm test:*)', 'Edit(/src/**)', 'mcp__files__read'];

async function verdict(tool: string, input: unknown, { rules, options = {}, directory = workspace }: Agent = {}) {
  const none = { allow: [], ask: [], deny: [], additionalDirectories: [] };
  const layers = [{ source: 'user' as const, root: '/', ...none, ...rules }];
  const agentTypes = setup.agentTypes.map((type) => ({ ...type, name: 'planner', permissionMode: 'plan' as const }));
  const own = { ...setup, agentTypes, permissions: { layers, mode: 'default' as const } };
  const request = legRequest('x', { workspace, options, grants: GRANTS });
  const permissions = await legPermissions(request, own, profileOf(options, own), directory).open();
  return (await permissions?.judge(tool, input))?.kind;
}

const test = { command: 'npm test -- -u' };

describe('what persons granted while a run goes on', () => {
  it('is permitted to its agents, and nothing else', async () => {
    expect(await verdict('Bash', test)).toBe('run');
    expect(await verdict('Edit', { file_path: 'src/a.ts' })).toBe('run');
    expect(await verdict('mcp__files__read', {})).toBe('run');
    expect(await verdict('Bash', { command: 'npm publish' })).toBe('ask');
    expect(await verdict('Edit', { file_path: 'a.ts' })).toBe('ask');
    expect(await verdict('mcp__files__write', {})).toBe('ask');
  });

  it('is less than what rules deny or ask, a clamp, or a narrower mode', async () => {
    expect(await verdict('Bash', test, { rules: { deny: ['Bash(npm *)'] } })).toBe('deny');
    expect(await verdict('Bash', test, { rules: { ask: ['Bash(npm *)'] } })).toBe('ask');
    expect(await verdict('Bash', test, { options: { bashCommandClamp: ['git *'] } })).toBe('deny');
    expect(await verdict('Bash', test, { options: { disallowedTools: ['Bash(npm test:*)'] } })).toBe('deny');
    expect(await verdict('Edit', { file_path: 'src/a.ts' }, { options: { agentType: 'planner' } })).toBe('ask');
  });

  it('holds in a worktree for its own copies of the files', async () => {
    const directory = await tempFolder();
    expect(await verdict('Edit', { file_path: 'src/a.ts' }, { directory })).toBe('run');
    expect(await verdict('Edit', { file_path: join(workspace, 'src/a.ts') }, { directory })).toBe('ask');
  });
});
