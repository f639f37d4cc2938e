import { describe, expect, it } from '@jest/globals';
import { namesTool } from '../../../src/agent/agent-types.js';
import { readAgentTypes } from '../../../src/agent/context/agent-type-files.js';
import { readSkills } from '../../../src/agent/context/skills.js';
import type { Tree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

async function read(tree: Tree, workspace?: string) {
  const bench = await openContext(tree, workspace);
  const skills = await readSkills(bench.places, bench.note);
  const types = await readAgentTypes(bench.places, skills, bench.note);
  return { types, named: (name: string) => types.find((type) => type.name === name), told: bench.told() };
}

const matter = (fields: string, body = 'You review.') => `---\n${fields}\n---\n${body}\n`;
const named = (name: string, description: string) => matter(`name: ${name}\ndescription: ${description}`);

describe('agent types', () => {
  it('are general-purpose and Explore where no file says otherwise', async () => {
    const { types, named } = await read({});
    expect(types.map(({ name }) => name)).toEqual(['general-purpose', 'Explore']);
    expect(named('Explore')?.tools).toEqual(['Read', 'Grep', 'Glob', 'WebFetch', 'WebSearch']);
  });

  it('say all that a file may say', async () => {
    const { named, told } = await read({
      'repo/.claude/agents/deep/reviewer.md': matter(
        `name: reviewer
description: Reviews
tools: Read, Grep, mcp__github
disallowedTools: [Write, "Bash(git push *)"]
model: opus
effort: low
maxTurns: 7
permissionMode: plan
isolation: worktree
skills: style
color: red`,
      ),
      'repo/.claude/skills/style/SKILL.md': matter('description: Style', 'Be brief.'),
    });
    expect(named('reviewer')).toEqual({
      name: 'reviewer',
      description: 'Reviews',
      prompt: expect.stringMatching(/^You review\.\n\n<skill name="style">\n[^]*Be brief\.\n<\/skill>$/),
      tools: ['Read', 'Grep', 'mcp__github'],
      disallowedTools: ['Write', 'Bash(git push *)'],
      permissionMode: 'plan',
      options: { model: 'opus', effort: 'low', maxTurns: 7, isolation: 'worktree' },
    });
    expect(told).toEqual([]);
  });

  it.each(['acceptEdits', 'bypassPermissions', 'auto', 'x'])('never widen the mode: %s', async (mode) => {
    const { named } = await read({
      'repo/.claude/agents/a.md': matter(`name: a\ndescription: b\npermissionMode: ${mode}`),
    });
    expect(named('a')?.permissionMode).toBeNull();
  });

  it('of the nearest folder win, those of the project over the user, and files over built-in ones', async () => {
    const { types } = await read(
      {
        'managed/.claude/agents/m.md': named('m', 'managed'),
        'repo/p/.claude/agents/m.md': named('m', 'project'),
        'repo/p/.claude/agents/1.md': named('near', 'near'),
        'repo/.claude/agents/1.md': named('near', 'far'),
        'repo/.claude/agents/2.md': named('both', 'project'),
        'home/.claude/agents/2.md': named('both', 'user'),
        'home/.claude/agents/3.md': named('Explore', 'my own'),
        '.claude/agents/4.md': named('above', 'above the repository'),
      },
      'repo/p',
    );
    expect(types.map(({ name, description }) => `${name}: ${description}`)).toEqual([
      'm: managed',
      'near: near',
      'both: project',
      'Explore: my own',
      expect.stringMatching(/^general-purpose/),
    ]);
  });
});

describe('a file that is no agent type is passed over with a note', () => {
  it.each<[string, string, RegExp]>([
    ['no name', matter('description: x'), /no `name`/],
    ['no description', matter('name: x'), /no description/],
    ['control characters in the name', matter('name: "a\\u001b[31mb"\ndescription: x'), /its name is none/],
    ['a line break in the name', matter('name: "a\\nb"\ndescription: x'), /its name is none/],
    ['a direction mark in the name', matter('name: "a\\u202eb"\ndescription: x'), /its name is none/],
    ['a name of a plugin', matter('name: a:b\ndescription: x'), /its name is none/],
    ['a name like an option', matter('name: -a\ndescription: x'), /its name is none/],
    ['a name that is a path', matter('name: ../a\ndescription: x'), /its name is none/],
    ['a very long name', matter(`name: ${'a'.repeat(65)}\ndescription: x`), /its name is none/],
    ['a name that is a list', matter('name: [a]\ndescription: x'), /no `name`/],
    ['no front matter', 'Just text', /no `name`/],
    ['too much of it', matter('name: a\ndescription: x', 'x'.repeat(200_000)), /at most/],
  ])('%s', async (_, text, reason) => {
    const { types, told } = await read({ 'repo/.claude/agents/a.md': text });
    expect(types).toHaveLength(2);
    expect(told).toEqual([expect.stringMatching(reason)]);
  });

  it('a link out of the project', async () => {
    const { types, told } = await read({
      'outside/a.md': named('a', 'b'),
      'repo/.claude/agents/a.md': { link: '../../../outside/a.md' },
    });
    expect(types).toHaveLength(2);
    expect(told).toEqual([expect.stringContaining('outside')]);
  });
});

it('front matter that is not quite YAML still makes an agent type, with a note', async () => {
  const { named, told } = await read({
    'repo/.claude/agents/a.md': matter(
      'name: a\ndescription: Use when: it breaks. <example>user: "x"</example>\ntools: Read',
    ),
  });
  expect(named('a')).toMatchObject({ description: expect.stringMatching(/^Use when: it breaks/), tools: ['Read'] });
  expect(told).toEqual([expect.stringContaining('not YAML')]);
});

it('many agent types are bounded', async () => {
  const tree = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`repo/.claude/agents/${i}.md`, named(`agent-${i}`, 'x')]),
  );
  const { types, told } = await read(tree);
  expect(types).toHaveLength(202);
  expect(told).toHaveLength(100);
});

describe('an entry of a tool list', () => {
  it.each([
    ['Read', 'Read', true],
    ['Read', 'ReadMore', false],
    ['*', 'Read', true],
    ['mcp__a', 'mcp__a__b', true],
    ['mcp__a', 'mcp__ab__c', false],
    ['mcp__a__*', 'mcp__a__b', true],
    ['mcp__*', 'mcp__a__b', true],
    ['Bash(git *)', 'Bash', false],
    ['read', 'Read', false],
  ])('%s names %s: %s', (entry, tool, names) => {
    expect(namesTool(entry, tool)).toBe(names);
  });
});
