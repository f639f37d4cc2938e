import { describe, expect, it } from '@jest/globals';
import { compileScript } from '../../src/script/compile.js';
import { renamed } from '../../src/script/rename.js';

const rest = ", description: 'of name: \"old\"', phases: [{ title: 'old', name: 'old' }] };\r\nlog('old');\n";

describe('another name for a script', () => {
  it.each([
    ["export const meta = { name: 'old'", "export const meta = { name: 'it\\'s \"new\"'"],
    ['export const meta = { name: "old"', 'export const meta = { name: "it\'s \\"new\\""'],
    ['export const meta = { name: `old`', 'export const meta = { name: "it\'s \\"new\\""'],
    [
      '/* name: "old" */ export const meta = { "name" :  \'old\'',
      '/* name: "old" */ export const meta = { "name" :  \'it\\\'s "new"\'',
    ],
    [
      '\ufeff#!/usr/bin/env longhaul\nexport const meta = { name: "old"',
      '\ufeff#!/usr/bin/env longhaul\nexport const meta = { name: "it\'s \\"new\\""',
    ],
    [
      'export const meta = { name: "first", name: "old"',
      'export const meta = { name: "first", name: "it\'s \\"new\\""',
    ],
  ])('%j', (before, after) => {
    const text = renamed({ file: 'x.js', text: before + rest }, 'it\'s "new"');
    expect(text).toBe(after + rest);
    expect(compileScript({ file: 'x.js', text }).meta.name).toBe('it\'s "new"');
  });
});
