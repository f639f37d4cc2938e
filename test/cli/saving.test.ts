import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { saveAsking, sayHowToRun } from '../../src/cli/saving.js';
import type { Terminal } from '../../src/cli/terminal/terminal.js';
import { fakeTerminal } from '../support/fake-terminal.js';
import { scriptText } from '../support/script-text.js';
import { tempFolder } from '../support/temp-folder.js';
import { writeTree } from '../support/write-tree.js';

const script = { file: 'x.js', text: scriptText('', 'audit') };
const request = { script, name: 'audit', to: 'personal', replace: 'never' } as const;

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await tempFolder();
  file = join(folder, '.claude', 'workflows', 'audit.js');
  await writeTree(folder, { '.claude/workflows/audit.js': 'another' });
});

describe('saving over another script', () => {
  it.each([
    ['y\n', true],
    ['\n', false],
  ])('is done when a person says so: %j', async (answer, replaced) => {
    const terminal = fakeTerminal({ folder });
    const saving = saveAsking(request, terminal).catch((error: { readonly code: string }) => error.code);
    await terminal.press('holds another script. Put this one in its place? [y/N]', answer);
    expect(await saving).toBe(replaced ? file : 'SAVE_EXISTS');
    expect(await readFile(file, 'utf8')).toBe(replaced ? script.text : 'another');
  });

  it('is refused where nobody is there to be asked', async () => {
    const terminal: Terminal = fakeTerminal({ folder });
    Object.assign(terminal.stdin, { isTTY: false });
    await expect(saveAsking(request, terminal)).rejects.toMatchObject({ code: 'SAVE_EXISTS', exitCode: 2 });
    expect(await readFile(file, 'utf8')).toBe('another');
  });
});

describe('what is said of a saved script', () => {
  it.each([
    ['audit', 'To run it: longhaul run audit\n'],
    ["it's new", "To run it: longhaul run 'it'\\''s new'\n"],
  ])('is how to run it: %s', async (name, says) => {
    const terminal = fakeTerminal({ folder });
    await writeFile(file, scriptText('', name.replace("'", "\\'")));
    await sayHowToRun(name, file, terminal);
    expect(terminal.told()).toBe(says);
  });

  it('is that another file hides it', async () => {
    const terminal = fakeTerminal({ folder });
    const before = join(folder, '.claude', 'workflows', 'a.js');
    await writeFile(file, script.text);
    await writeFile(before, script.text);
    await sayHowToRun('audit', file, terminal);
    expect(terminal.told()).toBe(`note: here that name stands for ${before}\n`);
  });
});
