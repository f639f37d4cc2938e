import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replaceIn, withLineFeeds } from '../../../src/agent/tools/edit/replacement.js';

const text = (maxLength: number) =>
  fc.array(fc.constantFrom('a', 'b', '$&', '.', '\n', '\r\n', '\r\n'), { maxLength }).map((parts) => parts.join(''));

/** The same by other means: each line feed that is sought may have a carriage return before it. */
function expected(file: string, from: string, to: string): string {
  const pattern = withLineFeeds(from).replaceAll(/[$.]/g, String.raw`\$&`).replaceAll('\n', String.raw`\r?\n`);
  const crLf = file.split('\r\n').length - 1;
  const ends = crLf * 2 > file.split('\n').length - 1 ? '\r\n' : '\n';
  return file.replaceAll(new RegExp(pattern, 'g'), () => withLineFeeds(to).replaceAll('\n', ends));
}

it('replaces every passage and keeps all around it, whatever ends the lines (R1, R2, R3)', () => {
  const wanted = text(4).filter((from) => from !== '');
  fc.assert(
    fc.property(text(40), wanted, text(5), (file, from, to) => {
      const replaced = replaceIn(file, { from, to, all: true }, 10_000);
      const after = expected(file, from, to);
      if (replaced.kind === 'missing') expect(withLineFeeds(file)).not.toContain(withLineFeeds(from));
      else expect(replaced).toMatchObject({ kind: 'replaced', text: after });
    }),
    { numRuns: 2_000 },
  );
});

it('says on which lines the new passages stand', () => {
  const wanted = text(3).filter((from) => from !== '');
  fc.assert(
    fc.property(text(30), wanted, text(4), (file, from, to) => {
      // A sign that is nowhere else marks each passage.
      const marked = replaceIn(file, { from, to: `§${to}`, all: true }, 10_000);
      if (marked.kind !== 'replaced') return;
      const lines = withLineFeeds(marked.text).split('\n');
      const found = lines.flatMap((line, index) => [...line.matchAll(/§/g)].map(() => index + 1));
      expect(marked.passages.map((passage) => passage.first)).toEqual(found);
    }),
    { numRuns: 2_000 },
  );
});

it('tells how often there is one too many, and what would be too long', () => {
  expect(replaceIn('a\nb\na', { from: 'a', to: 'c', all: false }, 100)).toEqual({ kind: 'ambiguous', lines: [1, 3] });
  expect(replaceIn('a\nb\na', { from: 'a', to: 'cccc', all: true }, 10)).toEqual({ kind: 'too-long' });
});
