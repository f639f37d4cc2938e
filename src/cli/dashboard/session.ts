import type { LonghaulClient } from '../../client/longhaul-client.js';
import { ExitCode } from '../../config/exit-code.js';
import { type Colors, colorsOf } from '../terminal/terminal.js';
import type { DashboardOptions } from './dashboard.js';
import { fulfil } from './deeds.js';
import { Feed, type Needs } from './feed/feed.js';
import { Link } from './feed/link.js';
import type { Key } from './keys/key.js';
import { press } from './keys/keys.js';
import { Pace } from './pace.js';
import { emptyScene } from './scene/scene.js';
import type { Canvas } from './terminal/canvas.js';
import type { Leaving } from './terminal/leaving.js';
import { mount } from './terminal/mount.js';
import { painted } from './text/line.js';
import { type Deed, listedRuns, openUi, phaseIndex, runIndex, type Ui } from './ui.js';
import { type Frame, frameOf } from './views/frame.js';
import type { Standing } from './views/standing.js';

/** A person at the dashboard: keys come in, and what they and the server bring about goes to the canvas. */
export class Session {
  readonly #options: DashboardOptions;
  readonly #canvas: Canvas;
  readonly #exit: Leaving;
  readonly #colors: Colors;
  readonly #left = new AbortController();
  readonly #scene;
  readonly #link: Link;
  readonly #feed: Feed;
  readonly #pace = new Pace(() => this.#paint());
  readonly #mounted;
  #ui: Ui;
  #frame: Frame = { lines: [], page: 1, top: 0, last: 0 };

  /** Begins at once. `exit` is told when the person leaves, and of faults. */
  constructor(client: LonghaulClient, run: string | null, canvas: Canvas, exit: Leaving, options: DashboardOptions) {
    const { terminal, now, reopen, saveTo } = options;
    this.#options = options;
    this.#canvas = canvas;
    this.#exit = exit;
    this.#colors = colorsOf(terminal.stdout, terminal.env);
    this.#scene = emptyScene(saveTo);
    this.#ui = openUi(run);
    const left = this.#left.signal;
    this.#link = new Link(client, {
      open: reopen,
      changed: (lostSince) => {
        this.#scene.lostSince = lostSince;
        this.#pace.soon();
      },
      left,
    });
    this.#feed = new Feed(this.#link, this.#scene, { now, changed: () => this.#pace.soon(), left });
    this.#mounted = mount({ rows: [], canvas, onKey: this.#press }, terminal);
    this.#go(this.#ui);
  }

  /** Times go on although nothing happens. */
  tick(): void {
    this.#pace.soon();
  }

  /** The terminal has another size, or shows something that is not ours. */
  repaint(): void {
    this.#canvas.forget();
    this.#pace.now();
  }

  /** Hears and shows nothing more. */
  end(): void {
    this.#pace.close();
    this.#left.abort();
    this.#mounted.unmount();
  }

  /** Lets go of the server. */
  disconnect(): Promise<void> {
    return this.#link.close();
  }

  #press = (key: Key): void => {
    this.#scene.notice = null;
    const { ui, intent } = press({ ...this.#standing(), frame: this.#frame }, key);
    this.#go(ui);
    if (intent?.do === 'quit') this.#exit.leave(ExitCode.Ok);
    else if (intent?.do === 'repaint') this.repaint();
    else if (intent) void this.#act(intent);
  };

  #go(ui: Ui): void {
    this.#ui = ui;
    this.#choose();
    this.#feed.attend(needsOf(ui, runIndex(listedRuns(this.#scene, ui), ui)));
    this.#pace.now();
  }

  async #act(deed: Deed): Promise<void> {
    if (this.#scene.lostSince !== null) return; // the screen says so
    const { by, save } = this.#options;
    this.#scene.notice = await fulfil(deed, (await this.#link.get()).client, by, save);
    this.#feed.askAgain();
    this.#pace.now();
  }

  async #paint(): Promise<void> {
    try {
      this.#choose();
      this.#frame = frameOf(this.#standing());
      const rows = this.#frame.lines.map((line) => painted(line, this.#colors));
      await this.#mounted.show({ rows, canvas: this.#canvas, onKey: this.#press });
    } catch (error) {
      this.#exit.fail(error);
    }
  }

  /** Which agents are shown follows from where the person is, and from what has happened. */
  #choose(): void {
    const { watched } = this.#scene;
    const { filter, query } = this.#ui;
    watched?.show({ phase: phaseIndex(watched, this.#ui), filter, query });
  }

  #standing(): Standing {
    return { scene: this.#scene, ui: this.#ui, size: this.#canvas.size, now: this.#options.now() };
  }
}

/** Runs that are listed at first; more as one goes down the list, and when one searches. */
const LISTED = 100;
const SEARCHED = 1_000;

function needsOf(ui: Ui, index: number): Needs {
  const isAway = ui.at !== 'runs' && !(ui.at === 'asks' && ui.back === 'runs');
  return {
    runs: isAway ? null : ui.runQuery === '' ? LISTED * (1 + Math.ceil((index + 1) / LISTED)) : SEARCHED,
    run: isAway ? ui.run : null,
    call: ui.at === 'agent' ? ui.call : null,
    asks: ui.at === 'asks' ? (isAway ? 'run' : 'all') : 'none',
  };
}
