import type { LonghaulClient } from '../../client/longhaul-client.js';
import type { SaveTo } from '../../client/save-workflow.js';
import { ExitCode } from '../../config/exit-code.js';
import { colorsOf, type Terminal } from '../terminal.js';
import { fulfil, type SaveScript } from './deeds.js';
import { Feed, type Needs } from './feed/feed.js';
import { Link } from './feed/link.js';
import type { Key } from './keys/key.js';
import { press } from './keys/keys.js';
import { painted } from './line.js';
import { Pace } from './pace.js';
import { emptyScene } from './scene.js';
import { Canvas } from './terminal/canvas.js';
import { leaving } from './terminal/leaving.js';
import { mount } from './terminal/mount.js';
import { type Deed, listedRuns, openUi, phaseIndex, runIndex, type Ui } from './ui.js';
import { type Frame, frameOf } from './views/frame.js';

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

/**
 * The dashboard, from its first screen until it is left: of all runs, or of one. Closes the client. `terminal` is one that a
 * person sits at.
 */
export async function dashboard(
  client: LonghaulClient,
  run: string | null,
  options: DashboardOptions,
): Promise<ExitCode> {
  const { terminal, now } = options;
  const colors = colorsOf(terminal.stdout, terminal.env);
  const left = new AbortController();
  const exit = leaving();
  const canvas = new Canvas(terminal.stdout);
  const scene = emptyScene(options.saveTo);
  let ui = openUi(run);
  let frame: Frame = { lines: [], page: 1, top: 0, last: 0 };

  const link = new Link(client, {
    open: options.reopen,
    changed: (lostSince) => {
      scene.lostSince = lostSince;
      pace.soon();
    },
    left: left.signal,
  });
  const rows = (): readonly string[] => frame.lines.map((line) => painted(line, colors));
  const paint = async (): Promise<void> => {
    try {
      const { watched } = scene;
      watched?.show({ phase: phaseIndex(watched, ui), filter: ui.filter, query: ui.query });
      frame = frameOf({ scene, ui, size: canvas.size, now: now() });
      await mounted.show({ rows: rows(), canvas, onKey });
    } catch (error) {
      exit.fail(error);
    }
  };
  const pace = new Pace(paint);
  const feed = new Feed(link, scene, { now, changed: () => pace.soon(), left: left.signal });

  const go = (to: Ui): void => {
    ui = to;
    const { watched } = scene;
    watched?.show({ phase: phaseIndex(watched, ui), filter: ui.filter, query: ui.query });
    feed.attend(needsOf(ui, runIndex(listedRuns(scene, ui), ui)));
    pace.now();
  };
  const act = async (deed: Deed): Promise<void> => {
    if (scene.lostSince !== null) return; // the screen says so
    scene.notice = await fulfil(deed, (await link.get()).client, options.by, options.save);
    feed.askAgain();
    pace.now();
  };
  const onKey = (key: Key): void => {
    scene.notice = null;
    const { ui: to, intent } = press({ scene, ui, size: canvas.size, now: now(), frame }, key);
    go(to);
    if (intent?.do === 'quit') exit.leave(ExitCode.Ok);
    else if (intent?.do === 'repaint') canvas.forget();
    else if (intent) void act(intent);
  };
  const resized = (): void => {
    canvas.forget();
    pace.now();
  };

  const restore = (): void => canvas.close();
  process.once('exit', restore); // whatever ends the process
  canvas.open();
  const mounted = mount({ rows: [], canvas, onKey }, terminal);
  terminal.stdout.on('resize', resized);
  const ticking = setInterval(() => pace.soon(), TICK_MS);
  try {
    go(ui);
    return await exit.code;
  } finally {
    clearInterval(ticking);
    terminal.stdout.off('resize', resized);
    pace.close();
    left.abort();
    mounted.unmount();
    canvas.close();
    process.off('exit', restore);
    await link.close();
    exit.release();
  }
}

/** Times go on although nothing happens. */
const TICK_MS = 1_000;

/** Runs that are listed at first; more as one goes down the list, and when one searches. */
const LISTED = 100;
const SEARCHED = 1_000;

function needsOf(ui: Ui, index: number): Needs {
  const isAway = ui.at !== 'runs' && !(ui.at === 'asks' && ui.back === 'runs');
  return {
    runs: ui.runQuery === '' ? LISTED * (1 + Math.ceil((index + 1) / LISTED)) : SEARCHED,
    run: isAway ? ui.run : null,
    call: ui.at === 'agent' ? ui.call : null,
    asks: ui.at === 'asks' ? (isAway ? 'run' : 'all') : 'none',
  };
}
