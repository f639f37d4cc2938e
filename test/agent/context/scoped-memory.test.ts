import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type AgentSetup, readAgentSetup } from '../../../src/agent/context/agent-setup.js';
import { createScopedMemory } from '../../../src/agent/context/memory/scoped-memory.js';
import { createSeenFiles } from '../../../src/agent/tools/seen-files.js';
import { digestOf } from '../../../src/storage/digest.js';
import type { Tree } from '../../support/write-tree.js';
import { openContext } from './context-bench.js';

const TREE: Tree = {
  'repo/CLAUDE.md': 'ROOT',
  'repo/a/CLAUDE.md': 'OF A @notes.md',
  'repo/a/notes.md': 'NOTES OF A',
  'repo/a/b/AGENTS.md': 'OF B',
  'repo/a/b/x.ts': 'code',
  'repo/c/x.ts': 'code',
  'repo/.claude/rules/ts.md': '---\npaths: "**/*.ts"\n---\nRULE FOR TS',
  'repo/c/.claude/rules/x.md': '---\npaths: x.*\n---\nRULE FOR X',
};

interface Scene {
  readonly root: string;
  readonly setup: AgentSetup;
}

async function scene(tree: Tree = TREE): Promise<Scene> {
  const { root, places } = await openContext(tree);
  const { setup } = await readAgentSetup({ ...places, env: {}, date: '2026-01-02' });
  return { root, setup };
}

/** The marked words of a note: capitals at the beginning of a line. */
const words = (text = '') => (text.match(/^(?:[A-Z]+\b ?)+/gm) ?? []).map((match) => match.trim());

describe('memory of a folder', () => {
  it('comes with the first file read below it, from the outside in', async () => {
    const { root, setup } = await scene();
    const memory = createScopedMemory(setup, join(root, 'repo'));
    const seen = createSeenFiles();
    const first = await memory.noteFor(join(root, 'repo/a/b/x.ts'), seen);
    expect(words(first?.text)).toEqual(['OF A', 'NOTES OF A', 'OF B', 'RULE FOR TS']);
    expect(await memory.noteFor(join(root, 'repo/a/b/x.ts'), seen)).toBeNull();
    expect(words((await memory.noteFor(join(root, 'repo/c/x.ts'), seen))?.text)).toEqual(['RULE FOR X']);
  });

  it('comes with one of two files read at once', async () => {
    const { root, setup } = await scene();
    const memory = createScopedMemory(setup, join(root, 'repo'));
    const read = () => memory.noteFor(join(root, 'repo/a/x.md'), createSeenFiles());
    const notes = await Promise.all([read(), read(), read()]);
    expect(notes.filter((note) => note !== null)).toHaveLength(1);
  });

  it('does not come again in a later leg, which knows from what was seen', async () => {
    const { root, setup } = await scene();
    const file = join(root, 'repo/a/b/x.ts');
    const first = await createScopedMemory(setup, join(root, 'repo')).noteFor(file, createSeenFiles());
    const later = createScopedMemory(setup, join(root, 'repo'));
    expect(await later.noteFor(file, createSeenFiles(first?.saw))).toBeNull();
    expect(first?.saw).toContainEqual({
      path: join(root, 'repo/a/b/AGENTS.md'),
      digest: digestOf(Buffer.from('OF B')),
    });
  });

  it('is not repeated to an agent that reads that very file', async () => {
    const { root, setup } = await scene();
    const memory = createScopedMemory(setup, join(root, 'repo'));
    const note = await memory.noteFor(join(root, 'repo/a/b/AGENTS.md'), createSeenFiles());
    expect(words(note?.text)).toEqual(['OF A', 'NOTES OF A']);
  });

  it('comes in a copy of the workspace as well, where it is its own', async () => {
    const { root, setup } = await scene();
    const copy = join(root, 'copy');
    await cp(join(root, 'repo'), copy, { recursive: true });
    const note = await createScopedMemory(setup, copy).noteFor(join(copy, 'c/x.ts'), createSeenFiles());
    expect(words(note?.text)).toEqual(['RULE FOR TS', 'RULE FOR X']);
    const other = await createScopedMemory(setup, copy).noteFor(join(copy, 'a/b/x.md'), createSeenFiles());
    expect(words(other?.text)).toEqual(['OF A', 'NOTES OF A', 'OF B']);
    expect(other?.saw[0]?.path).toBe(join(copy, 'a/CLAUDE.md'));
  });

  it.each([
    ['outside of the workspace', 'outside/x.ts'],
    ['not there', 'repo/gone/x.md'],
    ['in the workspace itself', 'repo/README.md'],
  ])('does not come with a file %s', async (_, path) => {
    const { root, setup } = await scene();
    const memory = createScopedMemory(setup, join(root, 'repo'));
    expect(await memory.noteFor(join(root, path), createSeenFiles())).toBeNull();
  });

  it('does not come from outside, over links', async () => {
    const { root, setup } = await scene({
      'outside/CLAUDE.md': 'SECRET',
      'repo/a/CLAUDE.md': { link: '../../outside/CLAUDE.md' },
      'repo/b/CLAUDE.md': 'OF B @../../outside/CLAUDE.md',
    });
    const memory = createScopedMemory(setup, join(root, 'repo'));
    expect(await memory.noteFor(join(root, 'repo/a/x'), createSeenFiles())).toBeNull();
    expect(words((await memory.noteFor(join(root, 'repo/b/x'), createSeenFiles()))?.text)).toEqual(['OF B']);
  });
});
