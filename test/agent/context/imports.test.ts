import { describe, expect, it } from '@jest/globals';
import { importsIn } from '../../../src/agent/context/memory/imports.js';

describe('a memory file imports', () => {
  it.each<[string, string, string[]]>([
    ['a path at the beginning of a line', '@docs/a.md', ['docs/a.md']],
    ['a path within a line', 'See @README.md for more.', ['README.md']],
    ['paths of every form', '@./a.md @~/b.md @/c.md @../d.md', ['./a.md', '~/b.md', '/c.md', '../d.md']],
    ['without the punctuation behind', 'see @a.md, @b.md; or @c.md!', ['a.md', 'b.md', 'c.md']],
    ['without the fragment', '@guide.md#install', ['guide.md']],
    ['a path with a blank', String.raw`@my\ notes.md`, ['my notes.md']],
    ['each path once', '@a.md @a.md', ['a.md']],
    ['nothing that is an address', 'mail me@example.org', []],
    ['nothing in a fence', '```\n@a.md\n```\n@b.md', ['b.md']],
    ['nothing in a longer fence', '````md\n```\n@a.md\n```\n````\n@b.md', ['b.md']],
    ['nothing in a fence of tildes', '~~~\n@a.md\n~~~', []],
    ['nothing in a fence without an end', '```\n@a.md', []],
    ['nothing in a code span', 'use `@a.md` and ``x ` @b.md``, or @c.md', ['c.md']],
    ['what follows a lone backtick', 'a ` and @a.md', ['a.md']],
    ['nothing from a lone @', '@ @. @', []],
  ])('%s', (_, text, paths) => {
    expect(importsIn(text)).toEqual(paths);
  });

  it.each([
    ['backticks', '` `` '.repeat(40_000)],
    ['punctuation', `@${'!'.repeat(120_000)}a`],
    ['blanks', `@${'\\ '.repeat(60_000)}`],
    ['fences', '```\n'.repeat(40_000)],
    ['mentions', '@a '.repeat(40_000)],
  ])('in a file made of %s, soon', (_, text) => {
    expect(importsIn(text).length).toBeLessThan(2);
  });
});
