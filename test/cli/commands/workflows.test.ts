import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { editWorkflow } from '../../../src/cli/commands/edit-workflow.js';
import { workflows } from '../../../src/cli/commands/workflows.js';
import { type FakeTerminal, fakeTerminal } from '../../support/fake-terminal.js';
import { scriptText } from '../../support/script-text.js';
import { tempFolder } from '../../support/temp-folder.js';
import { writeTree } from '../../support/write-tree.js';

const AUDIT = `export const meta = { name: 'audit', description: 'Looks \\u001b[2Jaround', whenToUse: 'At night' };\n`;

let folder = '';
let terminal: FakeTerminal;

beforeEach(async () => {
  folder = await tempFolder();
  await writeTree(folder, {
    'repo/.git/HEAD': 'x',
    'repo/.claude/workflows/a.js': AUDIT,
    'repo/.claude/workflows/broken.js': `${AUDIT}BAD(`,
    '.claude/workflows/own.js': scriptText('', 'own'),
    '.claude/workflows/audit.js': AUDIT,
  });
  terminal = { ...fakeTerminal({ folder, env: { PATH: process.env.PATH } }), cwd: join(folder, 'repo') };
});

const at = (path: string) => join(folder, path);

describe('the list of saved workflows', () => {
  it('tells what each is for, where it comes from, what it hides, and what is refused', async () => {
    expect(await workflows({}, terminal)).toBe(0);
    expect(terminal.printed().split('\n')).toEqual([
      'audit  of the project',
      '  Looks around',
      '  when to use: At night',
      `  ${at('repo/.claude/workflows/a.js')}`,
      `  hides ${at('.claude/workflows/audit.js')}`,
      '',
      'own  your own',
      '  a test',
      `  ${at('.claude/workflows/own.js')}`,
      '',
    ]);
    expect(terminal.told()).toMatch(/^refused: .*broken\.js:2:5: syntax error/);
  });

  it('is one document for programs', async () => {
    await workflows({ json: true }, terminal);
    expect(JSON.parse(terminal.printed())).toMatchObject({
      schema: 'longhaul/workflows/v1',
      workflows: [
        {
          name: 'audit',
          whenToUse: 'At night',
          origin: 'project',
          file: at('repo/.claude/workflows/a.js'),
          shadows: [at('.claude/workflows/audit.js')],
        },
        { name: 'own', whenToUse: null, origin: 'personal', shadows: [] },
      ],
      refused: [{ file: at('repo/.claude/workflows/broken.js'), code: 'SCRIPT_SYNTAX' }],
    });
  });

  it('says how to get one where there is none', async () => {
    const empty = fakeTerminal({ folder: await tempFolder() });
    await workflows({}, empty);
    expect(empty.told()).toMatch(/^no saved workflows\. To save the script of a run: longhaul save RUN/);
  });
});

describe('a saved workflow that is edited', () => {
  async function edit(name: string, commands: string): Promise<number> {
    const EDITOR = at('editor.sh');
    await writeFile(EDITOR, `#!/bin/sh\n${commands}\n`);
    await chmod(EDITOR, 0o755);
    return editWorkflow(name, { ...terminal, env: { ...terminal.env, EDITOR: `${EDITOR} --wait` } });
  }

  it('is its file, checked afterwards', async () => {
    expect(await edit('audit', 'echo "log(1);" >> "$2"')).toBe(0);
    expect(await readFile(at('repo/.claude/workflows/a.js'), 'utf8')).toBe(`${AUDIT}log(1);\n`);
    expect(terminal.told()).toMatch(/a\.js: no problems\n$/);
  });

  it('may be one that is refused, by the name of its file', async () => {
    expect(await edit('broken', 'sed "s/BAD(//" "$2" > "$2.x" && mv "$2.x" "$2"')).toBe(0);
  });

  it('can be edited again when it is broken, or be left so with exit code 2', async () => {
    const done = edit('own', 'echo "BAD(" >> "$2"');
    await terminal.press('Edit it again? [y/N]', 'y\n');
    await terminal.press('Edit it again? [y/N]', 'n\n');
    expect(await done).toBe(2);
    expect(terminal.told().match(/own\.js:\d+:\d+: error: syntax error/g)).toHaveLength(2);
  });

  it('must be there', async () => {
    const refusal = { code: 'NO_SUCH_WORKFLOW', exitCode: 3, hint: 'Did you mean audit?' };
    await expect(edit('adit', 'true')).rejects.toMatchObject(refusal);
  });
});
