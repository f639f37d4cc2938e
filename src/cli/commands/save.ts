import { findRecorded, readRecord } from '../../client/resume/archived-run.js';
import { savedFile, usualTarget } from '../../client/save-workflow.js';
import { ExitCode } from '../../config/exit-code.js';
import type { SaveOptions } from '../options/options.js';
import { saveAsking, sayHowToRun } from '../saving.js';
import { type Terminal, write } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { withClient } from '../with-client.js';

/** `longhaul save`: files the script of a run under a name. Prints its file. */
export async function save(
  named: string,
  name: string | undefined,
  options: SaveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const to = options.project ? 'project' : options.user ? 'personal' : await usualTarget(terminal);
  if (name !== undefined) await savedFile(name, to, terminal); // refused before anything is asked of a server
  const { script } = await withClient(options, terminal, async (client) => {
    const { spec } = await readRecord(await client.storage(), await findRecorded(named, client));
    return spec;
  });
  const request = { script, name: name ?? script.meta.name, to } as const;
  const file = await saveAsking({ ...request, replace: options.force ? 'other scripts' : 'never' }, terminal);
  await write(terminal.stdout, `${terminal.stdout.isTTY ? terminalLine(file) : file}\n`);
  await sayHowToRun(request.name, file, terminal);
  return ExitCode.Ok;
}
