import { mkdir, readdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/activity';
import { keepRules } from '../../src/activities/keep-rules.js';
import { tempFolder } from '../support/temp-folder.js';

let workspace: string;
let file: string;
beforeEach(async () => {
  workspace = await tempFolder();
  file = join(workspace, '.claude', 'settings.local.json');
});

const keep = (...rules: readonly string[]) => keepRules({ workspace, rules });
const text = () => readFile(file, 'utf8');

async function put(content: string): Promise<void> {
  await mkdir(join(workspace, '.claude'), { recursive: true });
  await writeFile(file, content);
}

describe('rules that are kept for later runs', () => {
  it('make the file where there is none', async () => {
    await keep('Bash(npm test:*)');
    expect(await text()).toBe('{\n  "permissions": {\n    "allow": [\n      "Bash(npm test:*)"\n    ]\n  }\n}\n');
    expect(await readdir(join(workspace, '.claude'))).toEqual(['settings.local.json']);
  });

  it('leave all else as it is: other settings, indentation, line ends, mark', async () => {
    const settings = {
      env: { A: '1' },
      permissions: { deny: ['Read(x)'], allow: ['Edit'], ask: [] },
      z: [1, { y: null }],
    };
    const before = `\ufeff${JSON.stringify(settings, null, '\t').replaceAll('\n', '\r\n')}\r\n`;
    await put(before);
    await keep('Edit');
    expect(await text()).toBe(before);
    await keep('Edit', 'Read(//a/**)', 'Read(//a/**)');
    settings.permissions.allow.push('Read(//a/**)');
    expect(await text()).toBe(`\ufeff${JSON.stringify(settings, null, '\t').replaceAll('\n', '\r\n')}\r\n`);
  });

  it('lose nothing when several are kept at once', async () => {
    const rules = Array.from({ length: 20 }, (_, i) => `Bash(job ${i})`);
    await Promise.all(rules.map((rule) => keep(rule)));
    const { permissions } = JSON.parse(await text()) as { permissions: { allow: string[] } };
    expect(permissions.allow.toSorted()).toEqual(rules.toSorted());
  });

  it('do not wait for a writer that died', async () => {
    await put('{}');
    await writeFile(`${file}.lock`, 'somebody');
    const long = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, long, long);
    await keep('Edit');
    expect(await text()).toContain('Edit');
  });

  it.each([
    ['[]', 'not a JSON object'],
    ['{ // mine\n}', 'not a JSON object'],
    ['', 'not a JSON object'],
    ['{"permissions":[]}', 'permissions are not an object'],
    ['{"permissions":{"allow":"Edit"}}', 'not a list'],
  ])('are refused, once and for all, by a file that holds %j', async (content, why) => {
    await put(content);
    const failure = await keep('Edit').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ nonRetryable: true, message: expect.stringContaining(why) });
    expect(await text()).toBe(content);
  });

  it('follow no link out of the workspace', async () => {
    const elsewhere = await tempFolder();
    await writeFile(join(elsewhere, 'settings.local.json'), '{}');
    await symlink(elsewhere, join(workspace, '.claude'));
    await expect(keep('Edit')).rejects.toThrow('a link out of the workspace');
    expect(await readFile(join(elsewhere, 'settings.local.json'), 'utf8')).toBe('{}');
    expect(await readdir(elsewhere)).toEqual(['settings.local.json']);
  });

  it('follow one within it, and leave it a link', async () => {
    await put('{}');
    await writeFile(join(workspace, 'shared.json'), '{}');
    await symlink('../shared.json', `${file}.new`);
    await rename(`${file}.new`, file);
    await keep('Edit');
    expect(await readFile(join(workspace, 'shared.json'), 'utf8')).toContain('Edit');
  });

  it('are refused where something else stands in the way', async () => {
    await mkdir(file, { recursive: true });
    await expect(keep('Edit')).rejects.toThrow('not a regular file');
    const other = await tempFolder();
    await writeFile(join(other, '.claude'), 'a file');
    await expect(keepRules({ workspace: other, rules: ['Edit'] })).rejects.toMatchObject({ nonRetryable: true });
  });
});
