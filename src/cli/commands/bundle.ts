import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { exportRun } from '../../client/bundle/export-run.js';
import { importRun } from '../../client/bundle/import-run.js';
import { findRecorded } from '../../client/resume/archived-run.js';
import { LonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { messageOf } from '../../config/message-of.js';
import type { Storage } from '../../storage/storage.js';
import { systemReason } from '../../storage/system-error.js';
import type { ConnectionOptions } from '../options/options.js';
import { say, type Terminal, write } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

/** `longhaul export`: the record of a run as one file, on stdout where none is named. */
export function exportCommand(
  named: string,
  file: string | undefined,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const storage = await client.storage();
    const run = await findRecorded(named, client);
    if (file === undefined) await writeAll(storage, run, terminal.stdout);
    else await writeFile(storage, run, resolve(terminal.cwd, file));
    await say(terminal, `${run} is exported. It is not encrypted, and holds all that its agents have seen and said.`);
    return ExitCode.Ok;
  });
}

/** `longhaul import`: the other way round. */
export function importCommand(file: string, options: ConnectionOptions, terminal: Terminal): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const path = resolve(terminal.cwd, file);
    const run = await importRun(await client.storage(), () => linesIn(path, file));
    await write(terminal.stdout, `${run}\n`);
    await say(terminal, `The run can be taken up: longhaul resume ${run}`);
    return ExitCode.Ok;
  });
}

async function writeAll(storage: Storage, run: string, stream: Writable): Promise<void> {
  for await (const line of exportRun(storage, run)) await write(stream, line);
}

/** A file of that name is not replaced. */
async function writeFile(storage: Storage, run: string, file: string): Promise<void> {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await once(stream, 'open').catch((cause: unknown) => {
    throw new LonghaulError('FILE_UNUSABLE', { file, reason: systemReason(cause) ?? messageOf(cause) }, { cause });
  });
  await writeAll(storage, run, stream);
  stream.end();
  await finished(stream);
}

async function* linesIn(path: string, shown: string): AsyncIterable<string> {
  const stream = createReadStream(path, 'utf8');
  await once(stream, 'open').catch((cause: unknown) => {
    const reason = systemReason(cause) ?? messageOf(cause);
    throw new LonghaulError('FILE_UNUSABLE', { file: shown, reason }, { cause });
  });
  yield* split(stream);
}

/** By line feeds alone: what else may end a line can stand inside of JSON. */
async function* split(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let line: string[] = [];
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n');
    line.push(first);
    for (const next of others) {
      yield line.join('');
      line = [next];
    }
  }
  const last = line.join('');
  if (last !== '') yield last;
}
