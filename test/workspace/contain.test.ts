import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isWithin, locate } from '../../src/workspace/contain.js';

let outer: string;
let workspace: string;

beforeAll(async () => {
  outer = await realpath(await mkdtemp(join(tmpdir(), 'longhaul-contain-')));
  workspace = join(outer, 'work');
  await mkdir(join(workspace, 'sub'), { recursive: true });
  await mkdir(join(outer, 'work-beside'));
  await writeFile(join(workspace, 'a'), '');
  await symlink('a', join(workspace, 'to-a'));
  await symlink('..', join(workspace, 'to-outer'));
  await symlink('loop', join(workspace, 'loop'));
  await symlink(join(outer, 'nothing'), join(workspace, 'dangling'));
  await symlink(workspace, join(outer, 'to-work'));
});
afterAll(() => rm(outer, { recursive: true }));

it.each([
  ['a', 'a'],
  ['.', ''],
  ['sub/../a', 'a'],
  ['to-a', 'a'],
  ['to-outer/work/a', 'a'],
])('%s is inside', async (path, place) => {
  expect(await locate(workspace, path)).toEqual({ kind: 'inside', path: join(workspace, place) });
});

it('a workspace that is itself a link contains what it links to', async () => {
  const link = join(outer, 'to-work');
  expect(await locate(link, join(link, 'a'))).toEqual({ kind: 'inside', path: join(workspace, 'a') });
  expect(await locate(link, join(link, 'none'))).toEqual({ kind: 'missing' });
});

it.each(['..', '../work-beside', 'to-outer', 'to-outer/work-beside', '/', '../nothing-there'])(
  '%s is outside',
  async (path) => {
    expect(await locate(workspace, path)).toEqual({ kind: 'outside' });
  },
);

it.each(['none', 'a/below-a-file', 'loop', 'dangling', 'x'.repeat(5_000), 'a\0'])('%s is missing', async (path) => {
  expect(await locate(workspace, path)).toEqual({ kind: 'missing' });
});

it('a name that begins with dots is a name', () => {
  expect(isWithin('/w', '/w/..a')).toBe(true);
  expect(isWithin('/w', '/wx')).toBe(false);
});
