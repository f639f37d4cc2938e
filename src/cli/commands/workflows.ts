import { loadSavedWorkflows } from '../../client/saved-workflows.js';
import { ExitCode } from '../../config/exit-code.js';
import type { Origin, SavedWorkflow, SavedWorkflows } from '../../script/registry.js';
import type { WorkflowsDocument } from '../output/documents.js';
import type { JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { type Colors, colorsOf, say, sayAlways, type Terminal, write } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** `longhaul workflows`: the saved workflows that can be run by name from here, and the files that are none. */
export async function workflows({ json }: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const found = await loadSavedWorkflows(terminal);
  if (json) await printDocument('workflows', documentOf(found), 'json', terminal);
  else await printWorkflows(found, terminal);
  return ExitCode.Ok;
}

function documentOf({ workflows, refused }: SavedWorkflows): WorkflowsDocument {
  return {
    workflows: workflows.map(({ script: { meta, file }, origin, shadows }) => ({
      name: meta.name,
      description: meta.description,
      whenToUse: meta.whenToUse ?? null,
      origin,
      file,
      shadows,
    })),
    refused: refused.map(({ file, error }) => ({ file, code: error.code, reason: error.message })),
  };
}

async function printWorkflows({ workflows, refused }: SavedWorkflows, terminal: Terminal): Promise<void> {
  const { stdout, env } = terminal;
  const colors = colorsOf(stdout, env);
  if (workflows.length === 0) await say(terminal, 'no saved workflows. To save the script of a run: longhaul save RUN');
  await write(stdout, workflows.map((workflow) => workflowText(workflow, colors)).join('\n'));
  for (const { error } of refused)
    await sayAlways(terminal, colorsOf(terminal.stderr, env).yellow(`refused: ${terminalLine(error.message)}`));
}

/** Its name, where it comes from, what it is for, and which files it hides. */
function workflowText({ script: { meta, file }, origin, shadows }: SavedWorkflow, { bold, dim }: Colors): string {
  const lines = [
    `${bold(terminalLine(meta.name))}  ${ORIGINS[origin]}`,
    `  ${terminalLine(meta.description)}`,
    ...(meta.whenToUse === undefined ? [] : [`  when to use: ${terminalLine(meta.whenToUse)}`]),
    dim(`  ${terminalLine(file)}`),
    ...shadows.map((shadowed) => dim(`  hides ${terminalLine(shadowed)}`)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  project: 'of the project',
  personal: 'your own',
  bundled: 'comes with Longhaul',
};
