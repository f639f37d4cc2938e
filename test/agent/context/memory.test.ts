import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readMemory } from '../../../src/agent/context/memory/memory.js';
import type { Tree } from '../../support/write-tree.js';
import { type ContextBench, openContext } from './context-bench.js';

/** Texts of the memory an agent is given, in order; those of folders above the test's own left out. */
async function read(tree: Tree, workspace?: string, before: (bench: ContextBench) => void = () => {}) {
  const bench = await openContext(tree, workspace);
  before(bench);
  const memory = await readMemory(bench.places, bench.note);
  const own = memory.files.filter(({ path }) => path.startsWith(bench.root));
  return { texts: own.map(({ text }) => text), told: bench.told(), rules: memory.rules };
}

describe('memory', () => {
  it('comes from the administrator, the user, and each folder down to the workspace, in this order', async () => {
    const { texts, told } = await read(
      {
        'managed/CLAUDE.md': '1 managed',
        'home/.claude/CLAUDE.md': '2 user',
        'CLAUDE.md': '3 above the repository',
        'repo/CLAUDE.md': '4 repository',
        'repo/.claude/CLAUDE.md': '5 repository, hidden',
        'repo/.claude/rules/style/b.md': '6 rule',
        'repo/CLAUDE.local.md': '7 local',
        'repo/packages/a/CLAUDE.md': '8 workspace',
        'repo/packages/b/CLAUDE.md': 'a neighbour',
        'repo/packages/a/sub/CLAUDE.md': 'below',
      },
      'repo/packages/a',
    );
    expect(texts.map((text) => text[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(told).toEqual([]);
  });

  it.each<[string, Tree, string[]]>([
    ['where there is no CLAUDE.md', { 'repo/AGENTS.md': 'agents' }, ['agents']],
    ['not beside a CLAUDE.md', { 'repo/AGENTS.md': 'agents', 'repo/CLAUDE.md': 'claude' }, ['claude']],
    ['not beside a hidden one', { 'repo/AGENTS.md': 'agents', 'repo/.claude/CLAUDE.md': 'claude' }, ['claude']],
    [
      'once where it is imported',
      { 'repo/AGENTS.md': 'agents', 'repo/CLAUDE.md': '@AGENTS.md' },
      ['@AGENTS.md', 'agents'],
    ],
    ['once where it is linked', { 'repo/AGENTS.md': 'agents', 'repo/CLAUDE.md': { link: 'AGENTS.md' } }, ['agents']],
  ])('takes AGENTS.md %s', async (_, tree, texts) => {
    expect(await read(tree)).toMatchObject({ texts, told: [] });
  });

  it('is the same for a home that lies above the workspace, read once', async () => {
    const bench = await openContext({ 'repo/.claude/CLAUDE.md': 'mine' });
    const places = { ...bench.places, home: join(bench.root, 'repo'), user: join(bench.root, 'repo', '.claude') };
    const { files } = await readMemory(places, bench.note);
    expect(files.map(({ text }) => text)).toEqual(['mine']);
  });
});

describe('imports', () => {
  it('follow their file, count from its folder, and end at the fourth', async () => {
    const { texts, told } = await read({
      'repo/CLAUDE.md': '@docs/1.md @docs/x.md',
      'repo/docs/1.md': '1 @2.md',
      'repo/docs/2.md': '2 @sub/3.md',
      'repo/docs/sub/3.md': '3 @../4.md',
      'repo/docs/4.md': '4 @5.md',
      'repo/docs/5.md': '5',
      'repo/docs/x.md': 'x',
    });
    expect(texts).toEqual(['@docs/1.md @docs/x.md', '1 @2.md', '2 @sub/3.md', '3 @../4.md', '4 @5.md', 'x']);
    expect(told).toEqual([expect.stringMatching(/^repo\/docs\/5.md: imported by .*4.md, more than 4 imports deep$/)]);
  });

  it('may go in circles, and each file comes once', async () => {
    const tree: Tree = { 'repo/CLAUDE.md': 'a @b.md @CLAUDE.md', 'repo/b.md': 'b @CLAUDE.md @b.md' };
    expect(await read(tree)).toMatchObject({ texts: ['a @b.md @CLAUDE.md', 'b @CLAUDE.md @b.md'], told: [] });
  });

  it.each([
    ['by name', '@../outside/secret.md'],
    ['by an absolute path', '@/etc/hostname'],
    ['from the home', '@~/secret.md'],
    ['over a link', '@link.md'],
    ['over a linked folder', '@folder/secret.md'],
  ])('of a project do not leave it: %s', async (_, mention) => {
    const { texts, told } = await read({
      'outside/secret.md': 'SECRET',
      'home/secret.md': 'SECRET',
      'repo/link.md': { link: '../outside/secret.md' },
      'repo/folder': { link: '../outside' },
      'repo/CLAUDE.md': mention,
    });
    expect(texts).toEqual([mention]);
    expect(told).toEqual([expect.stringContaining('it lies outside of')]);
  });

  it('of the user may lie anywhere', async () => {
    const tree: Tree = { 'home/.claude/CLAUDE.md': '@~/notes.md', 'home/notes.md': 'notes' };
    expect(await read(tree)).toMatchObject({ texts: ['@~/notes.md', 'notes'], told: [] });
  });

  it('that are not there are told when they look like paths', async () => {
    const { told } = await read({ 'repo/CLAUDE.md': 'Ask @alice about @scope/package and @docs/gone.md.' });
    expect(told).toEqual([expect.stringMatching(/^repo\/docs\/gone.md: .*not there/)]);
  });
});

describe('a file that cannot be memory is passed over with a note', () => {
  it.each<[string, Tree, RegExp]>([
    ['5 MB', { 'repo/CLAUDE.md': 'x'.repeat(5_000_000) }, /has 5000000 bytes/],
    ['a link out of the project', { 'repo/CLAUDE.md': { link: '../outside/a.md' }, 'outside/a.md': 'a' }, /outside/],
    ['a link to itself', { 'repo/CLAUDE.md': { link: 'CLAUDE.md' } }, /ELOOP/],
    ['a folder', { 'repo/CLAUDE.md/x': 'x' }, /not a regular file/],
    ['data', { 'repo/CLAUDE.md': new Uint8Array([1, 0, 2]) }, /not UTF-8/],
    ['Latin-1', { 'repo/CLAUDE.md': new Uint8Array([0x61, 0xe9, 0x62]) }, /not UTF-8/],
  ])('%s', async (_, tree, reason) => {
    const { texts, told } = await read(tree);
    expect(texts).toEqual([]);
    expect(told).toEqual([expect.stringMatching(reason)]);
  });

  it('a pipe, without waiting for its other end', async () => {
    const pipe = ({ root }: ContextBench) => execFileSync('mkfifo', [join(root, 'repo/CLAUDE.md')]);
    const { texts, told } = await read({}, 'repo', pipe);
    expect(texts).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/not a regular file/)]);
  });

  it('what would make the whole too long', async () => {
    const part = 'x'.repeat(100_000);
    const { texts, told } = await read({
      'repo/CLAUDE.md': `${part} @a.md @b.md @c.md`,
      'repo/a.md': part,
      'repo/b.md': part,
      'repo/c.md': 'small',
    });
    expect(texts.map(({ length }) => length)).toEqual([100_018, 100_000, 5]);
    expect(told).toEqual([expect.stringMatching(/^repo\/b.md: with it/)]);
  });
});

describe('rules', () => {
  it('with paths wait for their files; the others are memory', async () => {
    const { texts, rules } = await read({
      'repo/.claude/rules/a.md': '---\npaths: "src/**/*.ts, lib/*"\n---\nscoped @more.md',
      'repo/.claude/rules/more.txt': 'no rule',
      'repo/.claude/rules/b.md': '---\ntitle: x\n---\nalways',
      'home/.claude/rules/c.md': '---\npaths: ["*.md"]\n---\nmine',
    });
    expect(texts).toEqual(['always']);
    expect(rules.map(({ paths, text }) => [paths, text.trim()])).toEqual([
      [['*.md'], 'mine'],
      [['src/**/*.ts', 'lib/*'], 'scoped @more.md'],
    ]);
  });

  it('may be linked inside of the project, not out of it, and in circles', async () => {
    const { texts, told } = await read({
      'repo/shared/a.md': 'shared',
      'outside/b.md': 'SECRET',
      'repo/.claude/rules/a': { link: '../../shared' },
      'repo/.claude/rules/again': { link: '.' },
      'repo/.claude/rules/b.md': { link: '../../../outside/b.md' },
    });
    expect(texts).toEqual(['shared']);
    expect(told).toEqual([expect.stringMatching(/rules\/b.md: it lies outside/)]);
  });
});
