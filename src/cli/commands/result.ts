import type { LonghaulClient } from '../../client/longhaul-client.js';
import { findRecorded, readArchived } from '../../client/resume/archived-run.js';
import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import type { ExitCode } from '../../config/exit-code.js';
import type { RunResult } from '../../workflows/run-result.js';
import { exitCodeOf } from '../output/ending.js';
import { followOptions } from '../options/follow-options.js';
import { followRun } from '../follow-run.js';
import type { ResultOptions } from '../options/options.js';
import { printResult } from '../output/print-result.js';
import type { Terminal } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

/** `longhaul result`: the result of a run that has ended, whether or not a server still knows it. */
export function result(named: string, options: ResultOptions, terminal: Terminal): Promise<ExitCode> {
  const { form, progress, failures } = followOptions(options);
  return withClient(options, terminal, async (client) => {
    const run = await findRecorded(named, client);
    const found = await resultOf(run, client);
    if (found === 'goes on') {
      if (!options.wait) throw new LonghaulError('RUN_NOT_ENDED', { run });
      return followRun(client.attach(run), { form, progress: 'quiet', failures }, terminal);
    }
    await printResult(found, form, progress, terminal);
    return exitCodeOf(found, failures);
  });
}

/** As the server tells it, else as the record does. */
async function resultOf(run: string, client: LonghaulClient): Promise<RunResult | 'goes on'> {
  const handle = client.attach(run);
  try {
    return (await handle.isOpen()) ? 'goes on' : await handle.result();
  } catch (error) {
    if (!isLonghaulError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
    const { end } = await readArchived(await client.storage(), run);
    if (!end) throw new LonghaulError('RUN_END_UNKNOWN', { run }, { cause: error });
    return end.result;
  }
}
