import type { LonghaulClient } from '../../client/longhaul-client.js';
import type { SaveTo } from '../../client/save-workflow.js';
import type { ExitCode } from '../../config/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import type { SaveScript } from './deeds.js';
import { Session } from './session.js';
import { Canvas } from './terminal/canvas.js';
import { leaving } from './terminal/leaving.js';

export interface DashboardOptions {
  readonly terminal: Terminal;
  /** Opens another client when the one that was given is lost. */
  readonly reopen: () => Promise<LonghaulClient>;
  readonly save: SaveScript;
  /** Whose a script becomes that is saved, unless a person says otherwise. */
  readonly saveTo: SaveTo;
  /** In whose name things are done. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const TICK_MS = 1_000;

/**
 * The dashboard, from its first screen until it is left: of all runs, or of one. Closes the client. `terminal` is one that a
 * person sits at.
 */
export async function dashboard(
  client: LonghaulClient,
  run: string | null,
  options: DashboardOptions,
): Promise<ExitCode> {
  const { stdout } = options.terminal;
  const exit = leaving();
  const canvas = new Canvas(stdout);
  const restore = (): void => canvas.close();
  process.once('exit', restore); // whatever ends the process
  canvas.open();
  const session = new Session(client, run, canvas, exit, options);
  const repaint = (): void => session.repaint();
  stdout.on('resize', repaint);
  const ticking = setInterval(() => session.tick(), TICK_MS);
  try {
    return await exit.code;
  } finally {
    clearInterval(ticking);
    stdout.off('resize', repaint);
    session.end();
    canvas.close();
    process.off('exit', restore);
    await session.disconnect();
    exit.release();
  }
}
