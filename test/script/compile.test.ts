import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isLonghaulError } from '../../src/config/errors.js';
import type { ScriptPlace } from '../../src/config/messages/script.js';
import { compileScript, LARGEST_SCRIPT, readScript } from '../../src/script/compile.js';

const HEADER = "export const meta = { name: 'n', description: 'd' }\n";

/** What the first refusal says: `CODE line:column`; `ok` when the script is accepted. */
function verdict(text: string): string {
  try {
    compileScript({ file: 'x.js', text });
    return 'ok';
  } catch (error) {
    if (!isLonghaulError(error)) throw error;
    const { line, column } = error.fields as ScriptPlace;
    return `${error.code} ${line}:${column}`;
  }
}

describe('accepted as the file begins', () => {
  it.each([
    ['nothing after meta', "export const meta = { name: 'n', description: 'd' }"],
    ['a line comment before meta', `// c\n${HEADER}`],
    ['a block comment on the same line', `/* c */ ${HEADER}`],
    ['a hashbang', `#!/usr/bin/env node\n${HEADER}return 1`],
    ['a byte order mark', `\uFEFF${HEADER}return 1`],
    ['a byte order mark before a hashbang', `\uFEFF#!/usr/bin/env node\r\n${HEADER}return 1`],
    ['CRLF', `${HEADER}const a = 1\nreturn a\n`.replaceAll('\n', '\r\n')],
    ['lone CR', `${HEADER}const a = 1\nreturn a\n`.replaceAll('\n', '\r')],
    ['raw control characters in texts and comments', `// \u0000\u0007\n${HEADER}return '\u0001\u001B[1m'`],
    ['a body on the line of meta', "export const meta = { name: 'n', description: 'd' }; return 1"],
    ['meta spread over lines', "export\nconst\nmeta\n=\n{\nname: 'n',\ndescription: 'd'\n}\nreturn 1"],
    ['a comment as the last line', `${HEADER}return 1 // done`],
    ['top-level await, for await and return', `${HEADER}for await (const x of []) log(await x)\nreturn`],
    ['negative numbers, lists, nested objects', HEADER.replace('}', ', x: [-1, { y: null }, true] }')],
    ['a template without substitution', 'export const meta = { name: `n`, description: `d` }'],
    ['quoted and numeric keys', "export const meta = { 'name': 'n', \"description\": 'd', 7: 'x' }"],
    ['a key called __proto__', "export const meta = { name: 'n', description: 'd', __proto__: { a: 1 } }"],
  ])('%s', (_, text) => expect(verdict(text)).toBe('ok'));
});

describe('refused for its meta', () => {
  it.each([
    ['SCRIPT_META_MISSING 1:1', ''],
    ['SCRIPT_META_MISSING 1:1', 'return 1'],
    ['SCRIPT_META_MISSING 1:1', "const meta = { name: 'n', description: 'd' }"],
    ['SCRIPT_META_NOT_FIRST 2:1', `const x = 1\n${HEADER}`],
    ['SCRIPT_META_NOT_FIRST 2:1', `'use strict'\n${HEADER}`],
    ['SCRIPT_META_NOT_LITERAL 1:21', 'export const meta = 5'],
    ['SCRIPT_META_NOT_LITERAL 1:21', 'export const meta = make()'],
    ['SCRIPT_META_NOT_LITERAL 1:21', `${HEADER}(async () => 1)()`],
    ['SCRIPT_META_NOT_LITERAL 1:21', `${HEADER}[1].map(log)`],
    ['SCRIPT_META_NOT_LITERAL 1:29', "export const meta = { name: 'a' + 'b', description: 'd' }"],
    ['SCRIPT_META_NOT_LITERAL 2:7', 'export const meta = {\nname: title,\ndescription: "d" }'],
    ['SCRIPT_META_NOT_LITERAL 1:23', 'export const meta = { name, description: "d" }'],
    ['SCRIPT_META_NOT_LITERAL 1:29', "export const meta = { name: `a${'b'}`, description: 'd' }"],
    ['SCRIPT_META_NOT_LITERAL 1:52', "export const meta = { name: 'n', description: 'd', run() {} }"],
    ['SCRIPT_META_NOT_LITERAL 1:52', "export const meta = { name: 'n', description: 'd', get x() { return 1 } }"],
    ['SCRIPT_META_NOT_LITERAL 1:52', "export const meta = { name: 'n', description: 'd', ...more }"],
    ['SCRIPT_META_NOT_LITERAL 1:52', "export const meta = { name: 'n', description: 'd', ['x']: 1 }"],
    ['SCRIPT_META_NOT_LITERAL 1:55', "export const meta = { name: 'n', description: 'd', x: /a/ }"],
    ['SCRIPT_META_NOT_LITERAL 1:55', "export const meta = { name: 'n', description: 'd', x: 1n }"],
    ['SCRIPT_META_NOT_LITERAL 1:55', "export const meta = { name: 'n', description: 'd', x: [1, , 2] }"],
    ['SCRIPT_META_NOT_LITERAL 1:55', "export const meta = { name: 'n', description: 'd', x: undefined }"],
    ['SCRIPT_META_FIELD 1:21', "export const meta = { description: 'd' }"],
    ['SCRIPT_META_FIELD 2:1', "export const meta = {\nname: '', description: 'd' }"],
    ['SCRIPT_META_FIELD 1:23', "export const meta = { name: 5, description: 'd' }"],
    ['SCRIPT_META_FIELD 1:21', "export const meta = { name: 'n' }"],
    ['SCRIPT_META_FIELD 2:1', "export const meta = { name: 'n',\ndescription: '  ' }"],
  ])('%s: %j', (expected, text) => expect(verdict(text)).toBe(expected));
});

describe('refused for its syntax', () => {
  it.each([
    ['SCRIPT_SYNTAX 2:8', 'const x: number = 5'],
    ['SCRIPT_SYNTAX 3:1', 'if (true) {\n'],
    ['SCRIPT_SYNTAX 2:17', 'const s = [1, 2 3]'],
    ['SCRIPT_SYNTAX 2:15', 'function f(){ await g() }'],
    ['SCRIPT_SYNTAX 3:7', 'let a = 1\nconst a = 2'],
    ['SCRIPT_SYNTAX 2:1', 'super.x()'],
    ['SCRIPT_SYNTAX 2:1', 'new.target'],
    ['SCRIPT_SYNTAX 2:7', 'const meta = 1'],
  ])('%s: %j', (expected, body) => expect(verdict(HEADER + body)).toBe(expected));

  it('at the line an editor shows, whatever ends lines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(verdict(`${HEADER}\u2028// c\n\nconst x = = 1`.replaceAll('\n', end))).toBe('SCRIPT_SYNTAX 4:11');
    }
    expect(verdict(`${HEADER}'\u2028'; const x = = 1`)).toBe('SCRIPT_SYNTAX 2:16');
    expect(verdict(`\uFEFF${HEADER.trimEnd()} = 1`)).toBe('SCRIPT_SYNTAX 1:29');
  });

  it.each([
    ['plain JavaScript', 'interface A { b: string }'],
    ['plain JavaScript', 'type A = string'],
    ['plain JavaScript', 'const a = b as string'],
    ['plain JavaScript', 'enum A { B }'],
    ['plain JavaScript', 'function f(a: string): void {}'],
    ['plain JavaScript', 'const f = async (a: Array<string>): Promise<void> => {}'],
    ['plain JavaScript', 'class A { private x = 1 }'],
    ['plain JavaScript', 'return found!.title'],
    ['plain JavaScript', 'const m = new Map<string, number>()'],
    ['plain JavaScript', "import type { A } from 'a'"],
    ['as async', 'const f = (x) => { await agent(x) }'],
    ['typographic', 'log(\u201Cx\u201D)'],
    ['never closed', "log('abc"],
    ['never closed', 'log(`abc'],
    ['never closed', 'log(1'],
    ['commas', 'const o = { a: 1 b: 2 }'],
    ['commas', "agent('x', label: 'y')"],
  ])('with a hint that says "%s": %s', (words, body) => {
    const reading = readScript({ file: 'x.js', text: HEADER + body });
    expect(reading.kind === 'refused' && reading.refusals[0]?.hint).toMatch(words);
  });

  it('with a hint at a Markdown fence', () => {
    for (const text of [`\`\`\`js\n${HEADER}return 1\n\`\`\`\n`, `${HEADER}return 1\n\`\`\`\n`]) {
      const reading = readScript({ file: 'x.js', text });
      expect(reading.kind === 'refused' && reading.refusals[0]?.hint).toMatch('Markdown fence');
    }
  });
});

describe('refused for what it mentions', () => {
  it.each([
    ['SCRIPT_IMPORT 2:1', "import fs from 'fs'"],
    ['SCRIPT_IMPORT_CALL 2:18', "if (false) await import('fs')"],
    ['SCRIPT_IMPORT_META 2:8', 'return import.meta.url'],
    ['SCRIPT_EXPORT 2:1', 'export default 1'],
    ['SCRIPT_EXPORT 2:1', 'export const other = 1'],
    ['SCRIPT_EXPORT 2:1', "export * from 'fs'"],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return Date.now()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:11', 'const f = Date.now'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return Date?.now?.()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return (Date).now()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return Date\n  .now()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return Date.now`x`'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return Math.random() * 6'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return new Date()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:9', 'return +new Date'],
    ['SCRIPT_NOT_DETERMINISTIC 2:8', 'return new (Date)()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:13', 'if (false) {Date.now()}'],
    ['SCRIPT_NOT_DETERMINISTIC 3:6', 'return 1\nlog([Math.random()])'],
    ['SCRIPT_NOT_DETERMINISTIC 2:25', '{ const Date = 1 }; log(Date.now())'],
    ['SCRIPT_NOT_DETERMINISTIC 2:47', 'const f = function Date() {}; const g = () => Date.now()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:16', 'function f(a = Date.now()) { var Date }'],
    ['SCRIPT_NOT_DETERMINISTIC 2:31', 'try {} catch (Date) {} return Date.now()'],
    ['SCRIPT_NOT_DETERMINISTIC 2:1', 'Date.now = () => 1'],
  ])('%s: %j', (expected, body) => expect(verdict(HEADER + body)).toBe(expected));

  it.each([
    "return 'Date.now()' // Date.now()",
    'return /Math.random()/.source',
    'return `new Date()`',
    'return { Date: { now: () => 1 } }.Date.now()',
    'return globalThis.Date.now()',
    "return Date['now']()",
    'return new Date(0)',
    'return new Date(...[])',
    'const { now } = Date; return now()',
    'const Date = { now: () => 1 }; return Date.now()',
    'return Date.now(); var Date',
    'return Date.now(); function Date() {}',
    'if (true) { var Math = { random: () => 1 } } return Math.random()',
    'function f(Date) { return new Date() }',
    'const f = ({ a: [Date = 1, ...Math] }) => [Date.now(), Math.random()]',
    'const f = function Math() { return Math.random() }',
    'class Date { static x = new Date() }',
    'const C = class Date { static { new Date() } }',
    'try {} catch ({ Date }) { Date.now() }',
    'for (const Math of []) Math.random()',
    'for (let Date = 0; ; ) { Date.now(); break }',
    'switch (1) { case 1: let Date; default: Date.now() }',
    'const f = () => { { return () => Date.now() } let Date }',
  ])('but not for what is its own or no code: %s', (body) => expect(verdict(HEADER + body)).toBe('ok'));
});

describe('bounds', () => {
  const padded = (bytes: number) => `${HEADER}//${'x'.repeat(bytes - HEADER.length - 2)}`;

  it('takes 512 KiB and not a byte more, counted in UTF-8', () => {
    expect(verdict(padded(LARGEST_SCRIPT))).toBe('ok');
    expect(verdict(padded(LARGEST_SCRIPT + 1))).toBe('SCRIPT_TOO_LARGE 1:1');
    expect(verdict(padded(LARGEST_SCRIPT).replace('xx', 'é'))).toBe('ok');
    expect(verdict(padded(LARGEST_SCRIPT).replace('x', 'é'))).toBe('SCRIPT_TOO_LARGE 1:1');
  });

  it('refuses nesting that would overflow the stack instead of crashing', () => {
    expect(verdict(`${HEADER}return ${'['.repeat(200_000)}`)).toMatch('SCRIPT_TOO_DEEP 2:');
    expect(verdict(`${HEADER}return a${'.b'.repeat(200_000)}`)).toBe('SCRIPT_TOO_DEEP 1:1');
  });
});

describe('a compiled script', () => {
  it('keeps text, file and the digest of the text as written', () => {
    const text = `\uFEFF${HEADER}return 1`;
    const script = compileScript({ file: 'dir/x.js', text });
    expect(script).toMatchObject({ file: 'dir/x.js', text });
    expect(script.digest).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('reads meta leniently and keeps unknown keys out', () => {
    const phases =
      "[{ title: 'A', detail: 'd', model: 'haiku', odd: 1 }, 'B', 5, null, {}, { title: '' }, { title: 'C', detail: 7 }]";
    const text = `export const meta = { name: 'n', description: \`d\`, whenToUse: 'w', phases: ${phases}, custom: { a: -1 } }`;
    expect(compileScript({ file: 'x.js', text }).meta).toEqual({
      name: 'n',
      description: 'd',
      whenToUse: 'w',
      phases: [{ title: 'A', detail: 'd', model: 'haiku' }, { title: 'B' }, { title: 'C' }],
    });
  });

  it('has no phases when they are no list', () => {
    const text = "export const meta = { name: 'n', description: 'd', phases: 'A', whenToUse: 5 }";
    expect(compileScript({ file: 'x.js', text }).meta).toEqual({ name: 'n', description: 'd', phases: [] });
  });
});

describe('a refusal', () => {
  it('says the place first, the fault next, and what to do', () => {
    const reading = readScript({ file: 'dir/x.js', text: `${HEADER}const x: number = 5` });
    const refusal = reading.kind === 'refused' ? reading.refusals[0] : undefined;
    expect(refusal?.message).toBe('dir/x.js:2:8: syntax error: Unexpected token');
    expect(refusal?.exitCode).toBe(2);
  });

  it('is one of all that are independent, in order of the file', () => {
    const text = "export const meta = { description: '' }\nDate.now()\nexport default import('x')\nMath.random()";
    const reading = readScript({ file: 'x.js', text });
    const seen = reading.kind === 'refused' ? reading.refusals.map((r) => `${r.code} ${r.fields.line}`) : [];
    expect(seen).toEqual([
      'SCRIPT_META_FIELD 1',
      'SCRIPT_META_FIELD 1',
      'SCRIPT_NOT_DETERMINISTIC 2',
      'SCRIPT_EXPORT 3',
      'SCRIPT_IMPORT_CALL 3',
      'SCRIPT_NOT_DETERMINISTIC 4',
    ]);
  });
});
