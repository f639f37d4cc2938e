import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_TYPES } from '../../../src/agent/agent-types.js';
import type { AgentSetup } from '../../../src/agent/context/agent-setup.js';
import type { PermissionLayer, PermissionMode } from '../../../src/agent/permissions/permissions.js';
import { limitWords } from '../../../src/cli/approval/limit-words.js';
import { permissionWords } from '../../../src/cli/approval/permission-words.js';
import { DEFAULT_RUN_LIMITS } from '../../../src/workflows/spec.js';

const layer = (part: Partial<PermissionLayer>): PermissionLayer => ({
  source: 'user',
  root: '/',
  allow: [],
  ask: [],
  deny: [],
  additionalDirectories: [],
  ...part,
});

const setup = (mode: PermissionMode, part: Partial<AgentSetup> = {}): AgentSetup =>
  ({
    workspace: '/work',
    permissions: { mode, layers: [layer({ allow: ['a', 'b'], deny: ['c'] }), layer({ allow: ['d'], ask: ['e'] })] },
    mcpServers: [],
    agentTypes: BUILT_IN_TYPES,
    ...part,
  }) as unknown as AgentSetup;

describe('what agents may do, before they start', () => {
  it('is their mode, where they work, and how many rules there are', () => {
    expect(permissionWords(setup('acceptEdits'), 'wait')).toEqual([
      'agents may edit files in /work (acceptEdits)',
      'your rules: 3 allow, 1 ask, 1 deny; what they leave open waits for you',
    ]);
    expect(permissionWords(setup('default'), 'deny')).toEqual([
      'agents need leave to edit files in /work (default)',
      'your rules: 3 allow, 1 ask, 1 deny; what they leave open is denied',
    ]);
  });

  it('names MCP servers, and agent types that are not those every run has', () => {
    const mcpServers = [{ name: 'github' }, { name: 'db' }] as unknown as AgentSetup['mcpServers'];
    const agentTypes = [...BUILT_IN_TYPES, { ...BUILT_IN_TYPES[0], name: 'reviewer' }] as AgentSetup['agentTypes'];
    expect(permissionWords(setup('plan', { mcpServers, agentTypes }), 'deny').slice(2)).toEqual([
      'MCP servers: github, db',
      'agent types of your own: reviewer',
    ]);
  });
});

describe('how far a run may go, before it starts', () => {
  const model = { provider: 'anthropic', id: 'some-model', maxTokens: 1 } as const;

  it.each([
    [undefined, 'some-model, 16 agents at once; caps: none'],
    [{ maxUsd: 2.5 }, 'some-model, 16 agents at once; caps: $2.50'],
    [{ maxTokens: 500_000, maxDurationMs: 7_200_000 }, 'some-model, 16 agents at once; caps: 500k tokens, 2h 00m'],
  ])('%j: %s', (caps, words) => {
    const set = caps && { caps: { ...caps, onCap: 'pause' as const, agent: {} } };
    expect(limitWords({ model, limits: DEFAULT_RUN_LIMITS, ...set })).toBe(words);
  });
});
