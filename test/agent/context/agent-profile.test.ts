import { describe, expect, it } from '@jest/globals';
import { profileOf } from '../../../src/agent/context/agent-profile.js';
import { type AgentSetup, readAgentSetup } from '../../../src/agent/context/agent-setup.js';
import type { PermissionMode } from '../../../src/agent/permissions/permissions.js';
import type { Tree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

async function setupOf(tree: Tree): Promise<AgentSetup> {
  const { places } = await openContext(tree);
  return (await readAgentSetup({ ...places, env: {}, date: '2026-01-02' })).setup;
}

const type = (fields: string) => ({
  'repo/.claude/agents/t.md': `---\nname: t\ndescription: d\n${fields}\n---\nBody.`,
});

describe('what an agent is offered', () => {
  it.each<[string, string, string[], string[]]>([
    ['everything', '', [], ['Bash', 'Read', 'mcp__a__b']],
    ['what its type lists', 'tools: Read, Bash', [], ['Bash', 'Read']],
    ['servers its type lists', 'tools: mcp__a', [], ['mcp__a__b']],
    ['not what its type forbids', 'disallowedTools: Bash, mcp__*', [], ['Read']],
    ['not what its call forbids', '', ['Read'], ['Bash', 'mcp__a__b']],
    ['nothing from an empty list', 'tools: []', [], []],
    ['nothing by a rule in the list', 'tools: Bash(git *)', [], []],
    ['a tool of which it lacks some calls', 'disallowedTools: Bash(git push *)', [], ['Bash', 'Read', 'mcp__a__b']],
  ])('%s', async (_, fields, disallowedTools, offered) => {
    const profile = profileOf({ agentType: 't', disallowedTools }, await setupOf(type(fields)));
    expect(['Bash', 'Read', 'mcp__a__b'].filter((tool) => profile.offers(tool))).toEqual(offered);
  });

  it('Explore has nothing that writes', async () => {
    const { offers } = profileOf({ agentType: 'Explore' }, await setupOf({}));
    expect(['Write', 'Edit', 'Bash', 'mcp__a__b'].filter(offers)).toEqual([]);
  });
});

describe('permissions of an agent', () => {
  it.each<[PermissionMode, string, PermissionMode]>([
    ['acceptEdits', 'plan', 'plan'],
    ['acceptEdits', 'default', 'default'],
    ['acceptEdits', 'bypassPermissions', 'acceptEdits'],
    ['dontAsk', 'default', 'dontAsk'],
    ['plan', 'dontAsk', 'plan'],
    ['bypassPermissions', 'plan', 'plan'],
  ])('in a run of mode %s a type of mode %s gets %s', async (mode, wanted, gets) => {
    const setup = await setupOf(type(`permissionMode: ${wanted}`));
    const run = { ...setup, permissions: { ...setup.permissions, mode } };
    expect(profileOf({ agentType: 't' }, run).permissions?.mode).toBe(gets);
  });

  it('add the calls that type and call take away, and reading of the files of personal skills', async () => {
    const setup = await setupOf({
      ...type('disallowedTools: Bash(git push *), Write'),
      'home/.claude/skills/a/SKILL.md': 'Mine.',
      'repo/.claude/skills/b/SKILL.md': 'Theirs.',
    });
    const { permissions } = profileOf({ agentType: 't', disallowedTools: ['WebFetch(domain:x.org)'] }, setup);
    expect(permissions?.layers.at(-1)).toMatchObject({
      source: 'run',
      allow: [`Read(/${setup.home}/.claude/skills/a/**)`],
      deny: ['Bash(git push *)', 'WebFetch(domain:x.org)'],
    });
  });
});

describe('effort', () => {
  it.each([
    ['low', 'max', 'low'],
    ['enormous', 'max', 'max'],
    [undefined, 'max', 'max'],
    [undefined, undefined, 'high'],
  ])('of the call is %s, of the settings %s: %s', async (effort, effortLevel, gets) => {
    const setup = await setupOf({ 'home/.claude/settings.json': JSON.stringify({ effortLevel }) });
    expect(profileOf({ ...(effort !== undefined && { effort }) }, setup).effort).toBe(gets);
  });
});
