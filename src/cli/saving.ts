import { loadSavedWorkflows } from '../client/saved-workflows.js';
import { type SaveRequest, saveWorkflow } from '../client/save-workflow.js';
import { isLonghaulError } from '../config/errors.js';
import { isAttended } from './terminal/attended.js';
import { confirm } from './terminal/confirm.js';
import { shellWord } from './terminal/shell-word.js';
import { say, type Terminal } from './terminal/terminal.js';
import { terminalLine } from './terminal/terminal-text.js';

/** Saves a script. Asks where its file holds another one and somebody is there to be asked. Returns the file. */
export async function saveAsking(request: SaveRequest, terminal: Terminal): Promise<string> {
  try {
    return await saveWorkflow(request, terminal);
  } catch (error) {
    if (!isLonghaulError(error) || error.code !== 'SAVE_EXISTS' || !isAttended({}, terminal)) throw error;
    if (!(await confirm(`${error.message}. Put this one in its place?`, terminal))) throw error;
    return saveWorkflow({ ...request, replace: 'other scripts' }, terminal);
  }
}

/** Says how a saved script is run, unless another file has the name, in the same folder or in a nearer one. */
export async function sayHowToRun(name: string, file: string, terminal: Terminal): Promise<void> {
  const { workflows } = await loadSavedWorkflows(terminal);
  const found = workflows.find(({ script }) => script.meta.name === name)?.script.file;
  const hidden = found !== undefined && found !== file;
  const line = hidden ? `note: here that name stands for ${found}` : `To run it: longhaul run ${shellWord(name)}`;
  await say(terminal, terminalLine(line));
}
