import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { tokenizer } from 'acorn';
import fc from 'fast-check';
import { compileScript, readScript } from '../../src/script/compile.js';

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const before = fc.constantFrom('', '// comment\n', '/* two\nlines */ ', '\n\n  ', '/* a */ /* b */\n');
const header = fc.constantFrom(
  "export const meta = { name: 'n', description: 'd' };",
  "export const meta = { name: 'n', description: 'd' }\n",
  "export\nconst meta =\n{ name: 'n',\n\tdescription: `two\nlines` };",
  "export // why\nconst meta = { name: '\u{1F600}\\\n', description: 'd' }\n\n",
);
const statement = fc
  .constantFrom(
    'const s = `a\n${1 + 1}\tb`; seen.push(s)\n',
    'seen.push(/x\\/y/.source)\n',
    'if (seen.length > 99) { return 1 }\n',
    '/* one\ntwo */ seen.push(await 3);\n',
    "\u2028seen.push('\u2029') // end\n",
    'function f() { return this }\nseen.push(f())\n',
  )
  .map((text) => `{ ${text} }\n`);
const last = fc.constantFrom('return seen', 'return seen // done', 'return seen /* done */', 'return seen\n\n');

const script = fc
  .record({
    mark: fc.constantFrom('', '\uFEFF'),
    hashbang: fc.constantFrom('', '#!/usr/bin/env node\n'),
    before,
    header,
    body: fc.array(statement, { maxLength: 6 }).map((statements) => statements.join('')),
    last,
    lineEnd,
  })
  .map(({ mark, hashbang, lineEnd: end, ...parts }) => {
    const text = `${mark}${hashbang}${parts.before}${parts.header}const seen = []\n${parts.body}${parts.last}`;
    return text.replaceAll('\n', end);
  });

/** 1-based line and column when lines end at what the pattern finds. */
function placeIn(text: string, offset: number, ends: RegExp): string {
  const lines = text.slice(0, offset).split(ends);
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

function asFunction(program: string): () => Promise<unknown> {
  return new Function(`'use strict'; return (${program}\n)`)() as () => Promise<unknown>;
}

describe('the program of a compiled script', () => {
  it('keeps line and column of every token after meta, lines ending at \\n only (I5)', () => {
    fc.assert(
      fc.property(script, (text) => {
        const { program } = compileScript({ file: 'x.js', text });
        const code = text.replace('\uFEFF', '');
        const body = code.indexOf('const seen');
        const shift = program.length - '\n})'.length - code.length; // all of it before the body
        for (const token of tokenizer(code.slice(body), { ecmaVersion: 'latest' })) {
          const [start, end] = [body + token.start, body + token.end];
          expect(placeIn(program, start + shift, /\n/)).toBe(placeIn(code, start, /\r\n|\n|\r/));
          expect(program.slice(start + shift, end + shift)).toBe(code.slice(start, end).replace(/\r(?!\n)/g, '\n'));
        }
      }),
    );
  });

  it('is a strict expression whose value is an async function with the result of the body', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (text) => {
        const { program } = compileScript({ file: 'x.js', text });
        const seen = await asFunction(program)();
        const pushes = text.match(/seen\.push/g) ?? [];
        expect(seen).toHaveLength(pushes.length);
        if (text.includes('return this')) expect(seen).toContain(undefined);
      }),
      { numRuns: 50 },
    );
  });

  it('tells the line and column of the file when it throws', async () => {
    const text =
      "#!/bin/sh\n// c\nexport const meta = { name: 'n',\n  description: 'd' }; const before = 1\n\n  throw new Error('x')";
    const { program } = compileScript({ file: 'x.js', text });
    const body = new Script(program, { filename: 'x.js' }).runInThisContext() as () => Promise<unknown>;
    const error = await body().catch((reason: unknown) => reason);
    expect((error as Error).stack).toContain('x.js:6:9');
  });

  it('is valid JavaScript for every accepted conformance case', () => {
    const cases = join(import.meta.dirname, '..', 'conformance', 'cases');
    for (const file of readdirSync(cases)) {
      const reading = readScript({ file, text: readFileSync(join(cases, file), 'utf8') });
      if (reading.kind === 'accepted') expect(typeof asFunction(reading.script.program)).toBe('function');
    }
  });
});
