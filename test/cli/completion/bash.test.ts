import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { bashCompletion } from '../../../src/cli/completion/bash.js';
import { writeExecutable } from '../../support/fake-temporal.js';
import { tempFolder } from '../../support/temp-folder.js';
import { ourProgram } from './program.js';

const SCRIPT = bashCompletion(ourProgram());

/** What a daemon could have in store, were it not for `longhaul complete`, which offers plain names only. */
const NAMES = ['last', 'review', '$(touch pwned)', '`touch pwned`', 'a;touch pwned', 'lh-review-1', '-rf', '../x', '*'];

let folder = '';

beforeAll(async () => {
  folder = await tempFolder();
  const lines = NAMES.map((name) => `echo '${name}'`).join('\n');
  await writeExecutable(
    join(folder, 'bin', 'longhaul'),
    `#!/bin/sh\n[ "$1 $2" = "complete runs" ] || exit 1\n${lines}\n`,
  );
  await writeFile(join(folder, 'audit.js'), '');
  await mkdir(join(folder, 'a folder'));
});

/** What a person gets who presses the tab key behind these words, the last of which may be unfinished. */
async function completions(...words: readonly string[]): Promise<readonly string[]> {
  const probe = `${SCRIPT}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _longhaul
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  const { stdout } = await execa('bash', ['--norc', '-c', probe, 'bash', 'longhaul', ...words], { cwd: folder, env });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  it('takes the script', async () => {
    await expect(execa('bash', ['-n'], { input: SCRIPT })).resolves.toMatchObject({ stderr: '' });
  });

  it.each<readonly [words: readonly string[], expected: readonly string[]]>([
    [['li'], ['list']],
    [['config', ''], ['show']],
    [['config', 'show', '--or'], ['--origin']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['list', '--status', 'pa'], ['paused']],
    [['list', '--status', '=', 'pa'], ['paused']],
    [
      ['list', '--status', '='],
      ['running', 'paused', 'waiting', 'completed', 'completed_with_failures', 'failed', 'stopped'],
    ],
    [['-v', '--color', 'never', 'list', '--status', 'st'], ['stopped']],
    [['run', '--on-ask', 'wait', '--on-c'], ['--on-cap']],
    [['run', '-C', 'a'], ['a folder']],
    [['check', 'au'], ['audit.js']],
    [['run', 'au'], ['audit.js']],
    [['attach', 'lh-'], ['lh-review-1']],
    [['kill', 'last', ''], []],
    [['list', '--name', ''], []],
    [['nothing', ''], []],
  ])('%j', async (words, expected) => {
    expect(await completions(...words)).toEqual(expected);
  });

  it('names that a shell would read otherwise are neither offered nor evaluated', async () => {
    expect(await completions('attach', '')).toEqual(['last', 'review', 'lh-review-1']);
    expect(await completions('attach', '$(touch pwned)')).toEqual([]);
    expect(await completions('list', '--status', '$(touch pwned)')).toEqual([]);
    expect(await readdir(folder)).not.toContain('pwned');
  });
});
