import type { RunHandle } from '../client/run-handle.js';
import { isLonghaulError } from '../config/errors.js';
import { ExitCode } from '../config/exit-code.js';
import type { RunResult } from '../workflows/run-result.js';
import { emptyState, reduce } from '../workflows/state.js';
import { AlreadyPrinted } from './output/already-printed.js';
import { exitCodeOf } from './output/ending.js';
import { listenForInterrupt } from './terminal/interrupt.js';
import { printDocument, printResult } from './output/print-result.js';
import { terminationOf } from './output/rejection.js';
import { chooseScreen, type OutputForm } from './screens/choose-screen.js';
import type { Screen } from './screens/screen.js';
import { sayAlways, type Terminal } from './terminal/terminal.js';

/** How a run is shown, and what its end means for the shell. */
export interface FollowOptions {
  readonly form: OutputForm;
  readonly progress: 'shown' | 'quiet';
  readonly failures: 'count' | 'allowed';
}

/** Shows a run until its end and prints the result. Ctrl-C leaves it running and says how to come back; a second one ends at once. */
export async function followRun(handle: RunHandle, options: FollowOptions, terminal: Terminal): Promise<ExitCode> {
  const screen = await chooseScreen(handle.run, options.form, options.progress, terminal);
  const interrupt = listenForInterrupt();
  let result: RunResult | undefined;
  try {
    result = await Promise.race([
      screen ? watch(handle, screen, interrupt.signal) : handle.result(),
      interrupt.pressed,
    ]);
  } catch (error) {
    if (options.form === 'text' || !isLonghaulError(error)) throw error;
    const substitute = terminationOf(handle.run, error);
    if (!substitute) throw error;
    await printDocument('result', substitute, options.form, terminal);
    throw new AlreadyPrinted(error);
  } finally {
    interrupt.release();
    await screen?.close();
  }
  if (!result) {
    await sayAlways(terminal, `\nThe run goes on. To come back to it: longhaul attach ${handle.run}`);
    return ExitCode.Interrupted;
  }
  await printResult(result, options.form, options.progress, terminal);
  return exitCodeOf(result, options.failures);
}

async function watch(handle: RunHandle, screen: Screen, interrupted: AbortSignal): Promise<RunResult | undefined> {
  const state = emptyState();
  for await (const event of handle.events()) {
    if (interrupted.aborted) return undefined;
    await screen.show(event, reduce(state, event));
  }
  return handle.result();
}
