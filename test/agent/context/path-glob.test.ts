import { describe, expect, it } from '@jest/globals';
import { globCovers } from '../../../src/agent/context/memory/path-glob.js';

describe('a glob of a rule', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['*.md', 'README.md'],
    ['src/*.ts', 'src/a.ts'],
    ['src/**/*.ts', 'src/a.ts'],
    ['src/**/*.ts', 'src/x/y/a.ts'],
    ['**/*.ts', 'a.ts'],
    ['**', 'x/y'],
    ['src/', 'src/x/a.ts'],
    ['./src/*', 'src/a'],
    ['/src/*', 'src/a'],
    ['src/*.{ts,tsx}', 'src/a.tsx'],
    ['{src,{lib,test}}/a', 'test/a'],
    ['a?c', 'abc'],
    ['*a*b*', 'xaxbx'],
    ['**/test/**/*.ts', 'p/test/q/a.ts'],
  ])('%s covers %s', (glob, path) => {
    expect(globCovers(glob, path)).toBe(true);
  });

  it.each([
    ['*.md', 'docs/README.md'],
    ['src/*.ts', 'src/x/a.ts'],
    ['src/**/*.ts', 'lib/a.ts'],
    ['src', 'src/a.ts'],
    ['a?c', 'ac'],
    ['*.ts', 'a.tsx'],
    ['src/*.{ts,tsx}', 'src/a.js'],
    ['', 'a'],
    ['[ab].ts', 'a.ts'],
  ])('%s does not cover %s', (glob, path) => {
    expect(globCovers(glob, path)).toBe(false);
  });

  it.each([
    ['stars', '*a'.repeat(200)],
    ['folders', '**/'.repeat(160)],
    ['braces', '{a,b}'.repeat(90)],
    ['nested braces', `${'{a,'.repeat(100)}${'}'.repeat(100)}`],
    ['sheer length', 'a'.repeat(1_000_000)],
  ])('made of many %s is done with soon', (_, glob) => {
    expect(globCovers(`${glob}c`, `${'a'.repeat(250)}/`.repeat(15))).toBe(false);
  });
});
