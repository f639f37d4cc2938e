import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readScript } from '../../src/activities/read-script.js';

const SCRIPT = "export const meta = { name: 'child', description: 'd' }\nreturn 1\n";
let workspace: string;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'longhaul-script-'));
  await mkdir(join(workspace, 'folder'));
  await writeFile(join(workspace, 'child.js'), SCRIPT);
  await writeFile(join(workspace, 'broken.js'), `${SCRIPT}let x: number = 1\n`);
  await writeFile(join(workspace, 'huge.js'), `${SCRIPT}// ${'x'.repeat(600_000)}`);
  execFileSync('mkfifo', [join(workspace, 'pipe.js')]);
});
afterAll(() => rm(workspace, { recursive: true }));

it('compiles the script at a path of the workspace', async () => {
  const expected = { kind: 'script', script: expect.objectContaining({ text: SCRIPT }) };
  expect(await readScript({ path: 'child.js', workspace })).toEqual(expected);
  expect(await readScript({ path: join(workspace, 'child.js'), workspace: tmpdir() })).toEqual(expected);
});

describe('what is no script is refused with words', () => {
  it.each([
    ['none.js', /none\.js.*(no such file|ENOENT)/],
    ['folder', /folder.*not a regular file/],
    ['pipe.js', /pipe\.js.*not a regular file/],
    ['huge.js', /huge\.js.*at most 524288/],
    ['broken.js', /broken\.js:3/],
  ])('%s', async (path, words) => {
    expect(await readScript({ path, workspace })).toEqual({ kind: 'refused', message: expect.stringMatching(words) });
  });
});
