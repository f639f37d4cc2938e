import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSkills } from '../../../src/agent/context/skills.js';
import { createSeenFiles } from '../../../src/agent/tools/seen-files.js';
import { createSkillTool } from '../../../src/agent/tools/skill.js';
import type { ToolContext } from '../../../src/agent/tools/tool.js';
import type { Tree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

const skill = (fields: string, body = 'Body.') => `---\n${fields}\n---\n${body}\n`;

async function read(tree: Tree) {
  const bench = await openContext(tree);
  const skills = await readSkills(bench.places, bench.note);
  const tool = createSkillTool(skills);
  const context = { workspace: bench.places.workspace, signal: new AbortController().signal, seen: createSeenFiles() };
  return {
    skills,
    root: bench.root,
    told: bench.told(),
    use: (input: unknown) => {
      const accepted = tool.accept(input);
      if (!accepted.fits) throw new Error(accepted.mismatch);
      return tool.run(accepted.input, context as ToolContext);
    },
  };
}

describe('skills', () => {
  it('are listed with name and description; those of the user hide those of the project', async () => {
    const { skills, told } = await read({
      'home/.claude/skills/a/SKILL.md': skill('name: a\ndescription: mine'),
      'repo/.claude/skills/a/SKILL.md': skill('name: a\ndescription: theirs'),
      'repo/.claude/skills/b/SKILL.md': skill('description: "two\\n lines"\nwhen_to_use: often'),
      'repo/.claude/skills/c/SKILL.md': 'First\nparagraph.\n\nMore.',
      'repo/.claude/skills/d/README.md': 'no skill',
      'repo/.claude/skills/e.md': 'no folder',
    });
    expect(skills.map(({ name, description }) => [name, description])).toEqual([
      ['a', 'mine'],
      ['b', 'two lines often'],
      ['c', 'First paragraph.'],
    ]);
    expect(told).toEqual([]);
  });

  it('for persons only are kept from agents, and still hide others', async () => {
    const { skills, use } = await read({
      'home/.claude/skills/a/SKILL.md': skill('description: x\ndisable-model-invocation: true'),
      'repo/.claude/skills/a/SKILL.md': skill('description: theirs'),
    });
    expect(skills).toEqual([]);
    expect(await use({ skill: 'a' })).toMatchObject({ isError: true });
  });

  it('take bounded room in prompts', async () => {
    const tree = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `repo/.claude/skills/s${i}/SKILL.md`,
        skill(`description: ${'x'.repeat(5_000)}`),
      ]),
    );
    const { skills, told } = await read(tree);
    expect(skills[0]?.description).toHaveLength(1_536);
    expect(skills).toHaveLength(20);
    expect(told).toHaveLength(1);
  });

  it.each<[string, Tree]>([
    [
      'out of the project',
      { 'repo/.claude/skills/a': { link: '../../../outside' }, 'outside/SKILL.md': skill('name: a') },
    ],
    ['with a hostile name', { 'repo/.claude/skills/a/SKILL.md': skill('name: "a\\u0007"') }],
    ['too large', { 'repo/.claude/skills/a/SKILL.md': 'x'.repeat(300_000) }],
  ])('%s are passed over with a note', async (_, tree) => {
    const { skills, told } = await read(tree);
    expect(skills).toEqual([]);
    expect(told).toHaveLength(1);
  });
});

describe('Skill', () => {
  it('gives the body as it is now, with its folder and its arguments in place', async () => {
    const { root, use } = await read({ 'repo/.claude/skills/a/SKILL.md': skill('name: a', 'Old.') });
    const file = join(root, 'repo/.claude/skills/a/SKILL.md');
    await writeFile(file, skill('name: a', 'Do $ARGUMENTS with ${CLAUDE_SKILL_DIR}/x.sh and !`date`.'));
    const folder = join(root, 'repo/.claude/skills/a');
    expect(await use({ skill: 'a', args: '$& it' })).toEqual({
      content: `The files of this skill are in ${folder}\n\nDo $& it with ${folder}/x.sh and !\`date\`.`,
      isError: false,
    });
    await writeFile(file, 'Plain.');
    expect(await use({ skill: '/a', args: 'it' })).toMatchObject({
      content: expect.stringMatching(/Plain\.\n\nArguments: it$/),
    });
  });

  it.each([
    ['an unknown name', { skill: 'b' }, /no skill of that name. Available: a\./],
    ['a path', { skill: '../a' }, /no skill of that name/],
  ])('refuses %s', async (_, input, says) => {
    const { use } = await read({ 'repo/.claude/skills/a/SKILL.md': skill('name: a') });
    expect(await use(input)).toEqual({ content: expect.stringMatching(says), isError: true });
  });

  it('refuses what has become a link out of the project', async () => {
    const { root, use } = await read({ 'repo/.claude/skills/a/SKILL.md': skill('name: a'), 'outside/s.md': 'SECRET' });
    const file = join(root, 'repo/.claude/skills/a/SKILL.md');
    await rm(file);
    expect(await use({ skill: 'a' })).toMatchObject({
      isError: true,
      content: expect.stringMatching(/not there any more/),
    });
    await symlink(join(root, 'outside/s.md'), file);
    expect(await use({ skill: 'a' })).toMatchObject({ isError: true, content: expect.not.stringContaining('SECRET') });
  });

  it('gives a long body in part', async () => {
    const { use } = await read({ 'repo/.claude/skills/a/SKILL.md': 'line\n'.repeat(5_000) });
    const { content } = await use({ skill: 'a' });
    expect(String(content).length).toBeLessThan(12_000);
    expect(content).toEqual(expect.stringMatching(/Cut after 2000 lines/));
  });
});
