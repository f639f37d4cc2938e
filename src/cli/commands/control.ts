import type { RunHandle } from '../../client/run-handle.js';
import type { ExitCode } from '../../config/exit-code.js';
import { actOnRun } from '../act-on-run.js';
import type { ControlOptions } from '../options/options.js';
import type { Terminal } from '../terminal/terminal.js';

export type Control = 'pause' | 'resume' | 'stop';

/** `longhaul pause`, `resume` and `stop`: asks the run, in the name of whoever sits here. */
export function control(what: Control, named: string, options: ControlOptions, terminal: Terminal): Promise<ExitCode> {
  return actOnRun(named, options, terminal, async (handle, by) => {
    return `${handle.run} ${await obtain(what, handle, by, options)}`;
  });
}

/** Asks for it, and says what the run is then. */
async function obtain(
  what: Control,
  handle: RunHandle,
  by: string,
  { drain = false }: ControlOptions,
): Promise<string> {
  switch (what) {
    case 'pause':
      await handle.pause({ by, ...(drain && { drain }) });
      return drain
        ? 'is paused: no new agent starts, and those at work go on to their end'
        : 'is paused: no new agent starts, and those at work stop at their next turn without losing anything';
    case 'resume':
      await handle.resume({ by });
      return 'goes on';
    case 'stop':
      await handle.stop({ by });
      return 'is stopped';
  }
}
