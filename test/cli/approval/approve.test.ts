import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { approve } from '../../../src/cli/approval/approve.js';
import { trustFrom, trustIn } from '../../../src/cli/approval/trusting.js';
import { type PreparedRun, prepareRun, type RunRequest } from '../../../src/client/prepare-run.js';
import { type FakeTerminal, fakeTerminal } from '../../support/fake-terminal.js';
import { scriptText } from '../../support/script-text.js';
import { tempFolder } from '../../support/temp-folder.js';
import { type Tree, writeTree } from '../../support/write-tree.js';

const SCRIPT = scriptText("return agent('look around');\n", 'audit');
const ASKS = "4  Don't run it";

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(join(folder, 'audit.js'), SCRIPT);
});

const prepare = (script: RunRequest['script']): Promise<PreparedRun> =>
  prepareRun({ script, workspace: folder, provider: 'offline' }, { env: {}, home: folder });

/** Asks for the script; `file` null means that it has none of its own. */
async function asked(terminal: FakeTerminal, file: string | null = join(folder, 'audit.js')): Promise<PreparedRun> {
  const prepared = await prepare(join(folder, 'audit.js'));
  const estimate = async () => 'estimate: 1 agent';
  return approve({ prepared, trust: 'unknown', file, prepare, estimate }, terminal);
}

const trust = async (terminal: FakeTerminal) => trustIn(await prepare(join(folder, 'audit.js')), terminal);

/** An editor that does this to the file `$1`. */
async function editor(commands: string): Promise<string> {
  const file = join(folder, 'editor.sh');
  await writeFile(file, `#!/bin/sh\n${commands}\n`);
  await chmod(file, 0o755);
  return file;
}

async function terminalWith(tree: Tree, env: NodeJS.ProcessEnv = {}): Promise<FakeTerminal> {
  await writeTree(folder, tree);
  return fakeTerminal({ folder, env });
}

describe('a script that nobody has vouched for', () => {
  it('runs this once', async () => {
    const terminal = fakeTerminal({ folder });
    const run = asked(terminal);
    await terminal.press(ASKS, '1');
    expect((await run).spec.script.text).toBe(SCRIPT);
    expect(terminal.raw()).toBe(false);
    expect(terminal.told()).toContain('“look around”');
    expect(terminal.told()).toContain('estimate: 1 agent');
    expect(await trust(terminal)).toBe('unknown');
  });

  it('runs, and is not asked for again until it changes', async () => {
    const terminal = fakeTerminal({ folder });
    const run = asked(terminal);
    await terminal.press(ASKS, '2');
    await run;
    expect(await trust(terminal)).toBe('trusted');
    await writeFile(join(folder, 'audit.js'), `${SCRIPT}// more\n`);
    expect(await trust(terminal)).toBe('changed');
  });

  it('is not trusted any more when a saved workflow that it calls has changed, whatever else is saved', async () => {
    await writeFile(join(folder, 'audit.js'), scriptText("return workflow('lint');", 'audit'));
    const terminal = await terminalWith({ '.claude/workflows/lint.js': scriptText('return 1', 'lint') });
    await trustFrom(await prepare(join(folder, 'audit.js')), terminal);
    await writeTree(folder, { '.claude/workflows/other.js': scriptText('return 1', 'other') });
    expect(await trust(terminal)).toBe('trusted');
    await writeTree(folder, { '.claude/workflows/lint.js': scriptText('return 2', 'lint') });
    expect(await trust(terminal)).toBe('changed');
  });

  it.each(['4', '\u001b', '\u0003'])(
    'is declined by %j: exit code 4, and the keyboard is given back',
    async (pressed) => {
      const terminal = fakeTerminal({ folder });
      const run = asked(terminal);
      await terminal.press(ASKS, pressed);
      await expect(run).rejects.toMatchObject({ code: 'APPROVAL_DECLINED', exitCode: 4 });
      expect(terminal.raw()).toBe(false);
    },
  );

  it('is declined where the terminal goes away (A1)', async () => {
    const terminal = fakeTerminal({ folder });
    const run = asked(terminal);
    terminal.hangUp();
    await expect(run).rejects.toMatchObject({ code: 'APPROVAL_DECLINED' });
  });

  it('is shown with line numbers, and asked for again', async () => {
    const terminal = fakeTerminal({ folder });
    const run = asked(terminal);
    await terminal.press(ASKS, '3');
    await terminal.press('2  return agent', 'q');
    await terminal.press(ASKS, '1');
    await run;
  });

  it('that is edited is compiled and asked for again, as often as it takes (A3)', async () => {
    const mend = `sed 's/BAD(/\\/\\/ good/' "$1" > "$1.x" && mv "$1.x" "$1"`;
    const EDITOR = await editor(`if grep -q BAD "$1"; then ${mend}; else echo 'BAD(' >> "$1"; fi`);
    const terminal = fakeTerminal({ folder, env: { EDITOR, PATH: process.env.PATH } });
    const run = asked(terminal);
    await terminal.press(ASKS, '\u0007');
    await terminal.press("2  Don't run it", '1');
    await terminal.press(ASKS, '1');
    expect((await run).spec.script.text).toBe(`${SCRIPT}// good\n`);
    expect(terminal.told()).toMatch(/audit\.js:4:1: syntax error/);
    expect(await readFile(join(folder, 'audit.js'), 'utf8')).toContain('// good');
  });

  it('that has no file of its own is edited for this run only', async () => {
    const EDITOR = await editor(`echo '// more' >> "$1"`);
    const terminal = fakeTerminal({ folder, env: { VISUAL: EDITOR, EDITOR: 'false', PATH: process.env.PATH } });
    const run = asked(terminal, null);
    await terminal.press(ASKS, '\u0007');
    await terminal.press(ASKS, '1');
    expect((await run).spec.script.text).toContain('// more');
    expect(terminal.told()).toContain('Ctrl+G edits a copy of it, for this run');
    expect(await readFile(join(folder, 'audit.js'), 'utf8')).toBe(SCRIPT);
  });

  it('is asked for again where the editor fails', async () => {
    const terminal = fakeTerminal({ folder, env: { EDITOR: 'false', PATH: process.env.PATH } });
    const run = asked(terminal);
    await terminal.press(ASKS, '\u0007');
    await terminal.press("2  Don't run it", '2');
    await expect(run).rejects.toMatchObject({ code: 'APPROVAL_DECLINED' });
    expect(terminal.told()).toContain('the editor `false` failed: it ended with 1');
  });

  it('is asked for in auto mode at its first launch only', async () => {
    const settings = JSON.stringify({ permissions: { defaultMode: 'auto' } });
    const terminal = await terminalWith({ '.claude/settings.json': settings });
    const run = asked(terminal);
    await terminal.press(ASKS, '1');
    await run;
    expect(await trust(terminal)).toBe('trusted');
  });

  it('need not be asked for where the person has lifted all checks', async () => {
    const settings = JSON.stringify({ permissions: { defaultMode: 'bypassPermissions' } });
    const terminal = await terminalWith({ '.claude/settings.json': settings });
    expect(await trust(terminal)).toBe('trusted');
  });

  it('is asked for where the file of trust is broken, which is said; it runs, and the file stays', async () => {
    const terminal = await terminalWith({ 'config/trusted-workflows.json': '{' });
    expect(await trust(terminal)).toBe('unknown');
    await trustFrom(await prepare(join(folder, 'audit.js')), terminal);
    expect(terminal.told().match(/cannot use .*trusted-workflows\.json/g)).toHaveLength(2);
    expect(await readFile(join(folder, 'config', 'trusted-workflows.json'), 'utf8')).toBe('{');
  });
});
