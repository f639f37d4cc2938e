import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readScriptFile } from '../../client/prepare-run.js';
import { editFile } from '../terminal/editor.js';
import type { Terminal } from '../terminal/terminal.js';

/**
 * Lets a person edit a script: in its file, or as a copy where there is none to change. Returns the text as they left it.
 *
 * @throws LonghaulError EDITOR_FAILED, SCRIPT_UNREADABLE
 */
export async function editScript(
  { file, text }: { readonly file: string | null; readonly text: string },
  terminal: Terminal,
): Promise<string> {
  if (file === null) return editedCopy(text, terminal);
  await editFile(resolve(terminal.cwd, file), terminal);
  return readScriptFile(resolve(terminal.cwd, file));
}

async function editedCopy(text: string, terminal: Terminal): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-edit-'));
  try {
    const copy = join(folder, 'script.js');
    await writeFile(copy, text, { mode: 0o600 });
    await editFile(copy, terminal);
    return await readFile(copy, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
