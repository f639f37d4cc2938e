import { basename } from 'node:path';
import { readScriptFile } from '../../client/prepare-run.js';
import { loadSavedWorkflows } from '../../client/saved-workflows.js';
import { LonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { checkScript } from '../../script/checks.js';
import { nearest } from '../../script/nearest.js';
import { isAttended } from '../terminal/attended.js';
import { confirm } from '../terminal/confirm.js';
import { editFile } from '../terminal/editor.js';
import { printFindings } from '../output/findings.js';
import type { Terminal } from '../terminal/terminal.js';

/** `longhaul workflows edit`: opens a saved workflow in the person's editor, and says what is wrong with what they left. */
export async function editWorkflow(name: string, terminal: Terminal): Promise<ExitCode> {
  const file = await fileOf(name, terminal);
  for (;;) {
    await editFile(file, terminal);
    const { problems } = checkScript({ file, text: await readScriptFile(file) });
    await printFindings(file, problems, terminal.stderr, terminal);
    if (!problems.some(({ severity }) => severity === 'error')) return ExitCode.Ok;
    const again = isAttended({}, terminal) && (await confirm('It cannot run as it is. Edit it again?', terminal));
    if (!again) return ExitCode.Usage;
  }
}

/** Of a workflow, or of a refused file with that name, which may be what there is to mend. */
async function fileOf(name: string, terminal: Terminal): Promise<string> {
  const { workflows, refused } = await loadSavedWorkflows(terminal);
  const found = workflows.find(({ script }) => script.meta.name === name);
  if (found?.origin === 'bundled') {
    const reason = 'it comes with Longhaul; copy it to .claude/workflows and change the copy';
    throw new LonghaulError('FILE_UNUSABLE', { file: found.script.file, reason });
  }
  const file = found?.script.file ?? refused.find((broken) => basename(broken.file, '.js') === name)?.file;
  if (file !== undefined) return file;
  const names = workflows.map(({ script }) => script.meta.name);
  throw new LonghaulError('NO_SUCH_WORKFLOW', { name, meant: nearest(name, names) });
}
