import { stat } from 'node:fs/promises';
import type { PreparedRun } from '../client/prepare-run.js';
import { LonghaulError } from '../config/errors.js';
import { ExitCode } from '../config/exit-code.js';
import type { OutputOptions } from './options/options.js';
import { printDocument } from './output/print-result.js';
import type { OutputForm } from './screens/choose-screen.js';
import { say, sayAlways, type Terminal, write } from './terminal/terminal.js';
import { terminalLine } from './terminal/terminal-text.js';

/** Throws WORKSPACE_MISSING unless there is a folder to work in. */
export async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null); // absent or unreadable: nothing to work in, either way
  if (!found?.isDirectory()) throw new LonghaulError('WORKSPACE_MISSING', { folder });
}

/** Says what a person should know of a run before it starts. */
export async function sayBeforeStart(
  { spec, notes }: Pick<PreparedRun, 'spec' | 'notes'>,
  { quiet }: OutputOptions,
  terminal: Terminal,
): Promise<void> {
  if (!quiet) for (const line of noteLines(notes)) await say(terminal, line);
  if (spec.model.provider === 'offline') await sayAlways(terminal, OFFLINE_NOTICE);
}

/** Prints the id of a run that nobody follows. */
export async function printStarted(run: string, form: OutputForm, terminal: Terminal): Promise<ExitCode> {
  if (form !== 'text') {
    await printDocument('started', { run, status: 'running' }, form, terminal);
    return ExitCode.Ok;
  }
  await write(terminal.stdout, `${run}\n`);
  await say(terminal, `The run goes on by itself. To follow it: longhaul attach ${run}`);
  return ExitCode.Ok;
}

const OFFLINE_NOTICE = 'offline: the scripted model answers; nothing below is the work of a real model';

/** Notes shown; of a folder full of broken files nobody reads all. */
const MOST_NOTES = 5;

function noteLines(notes: PreparedRun['notes']): readonly string[] {
  const more = notes.length - MOST_NOTES;
  const shown = notes.slice(0, MOST_NOTES).map(({ file, reason }) => terminalLine(`note: ${file}: ${reason}`));
  return more > 0 ? [...shown, `note: … and ${more} more files`] : shown;
}
