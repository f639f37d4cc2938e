import { describe, expect, it } from '@jest/globals';
import { bodyOf, createFrontMatterReader } from '../../../src/agent/context/files/front-matter.js';

const readFrontMatter = (text: string) => createFrontMatterReader()(text);

describe('front matter', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['absent', 'text\n---\nmore', {}, 'text\n---\nmore'],
    ['YAML', '---\na: 1\nb: [x, y]\n---\ntext\n', { a: 1, b: ['x', 'y'] }, 'text\n'],
    ['with CRLF', '---\r\na: x\r\n---\r\ntext\r\n', { a: 'x' }, 'text\n'],
    ['empty', '---\n---\ntext', {}, 'text'],
    ['without an end', '---\na: 1\ntext', {}, '---\na: 1\ntext'],
    ['with a key of objects', '---\n__proto__: {x: 1}\nconstructor: y\n---\n', { constructor: 'y' }, ''],
  ])('%s', async (_, text, fields, body) => {
    expect(await readFrontMatter(text)).toMatchObject({ fields, body, fault: null });
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      'colons in a text',
      'name: a\ndescription: Use it: like <b>this: x</b>',
      { name: 'a', description: 'Use it: like <b>this: x</b>' },
    ],
    ['lists', 'x: y: z\ntools:\n  - Read\n  - "Grep"\nname: n', { tools: ['Read', 'Grep'], name: 'n' }],
    ['no YAML at all', '}{ %%\n\tname: a\nname: b', { name: 'b' }],
    ['a list instead of fields', '- a\n- b', {}],
    ['a text instead of fields', 'hello', {}],
    ['aliases of aliases', billionLaughs(), { name: 'x' }],
    ['deep nesting', `name: x\na: ${'['.repeat(20_000)}`, { name: 'x' }],
    ['more than is read', `name: x\na: ${'b'.repeat(70_000)}`, { name: 'x' }],
  ])('that YAML refuses is read line by line: %s', async (_, matter, fields) => {
    const read = await readFrontMatter(`---\n${matter}\n---\ntext`);
    expect(read.fields).toMatchObject(fields);
    expect(read.body).toBe('text');
    expect(read.fault).toEqual(expect.stringMatching(/./));
  });

  it('is read line by line when there was much of it before', async () => {
    const read = createFrontMatterReader();
    const text = `---\na: [x]\nb: ${'b'.repeat(10_000)}\n---\n`;
    const found = await Promise.all(Array.from({ length: 30 }, () => read(text)));
    expect(found.filter(({ fault }) => fault === null)).toHaveLength(26);
  });

  it('is left out of the body', () => {
    expect([bodyOf('---\na: [\n---\ntext'), bodyOf('text')]).toEqual(['text', 'text']);
  });

  it('never reaches the prototype of objects', async () => {
    await readFrontMatter('---\n__proto__: {polluted: 1}\n"constructor": {prototype: {polluted: 1}}\n---\n');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

function billionLaughs(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}*l${i}]`);
  return ['name: x', 'l0: &l0 lol', ...levels].join('\n');
}
