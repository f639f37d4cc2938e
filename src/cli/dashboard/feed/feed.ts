import type { CallId } from '../../../interpreter/call.js';
import { WatchedRun } from '../scene/watched-run.js';
import type { OpenScene } from '../scene/scene.js';
import { followRun } from './follow-run.js';
import type { Link } from './link.js';
import { feedRuns } from './run-list.js';
import { watchAgent } from './watch-agent.js';
import { watchAsks } from './watch-asks.js';

/** What the screen needs to know; the feed sees to it. */
export interface Needs {
  /** Runs in the list, at most; null where the list is not seen. */
  readonly runs: number | null;
  readonly run: string | null;
  readonly call: CallId | null;
  /** What is asked in this run, in all of them, or not needed. */
  readonly asks: 'run' | 'all' | 'none';
}

export interface FeedOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of each change of the scene. */
  readonly changed: () => void;
  /** Aborts when the dashboard is left. */
  readonly left: AbortSignal;
}

/** Brings what happens on the server into the scene, as far as somebody looks at it. */
export class Feed {
  readonly #link: Link;
  readonly #scene: OpenScene;
  readonly #changed: () => void;
  readonly #left: AbortSignal;
  #needs: Needs = { runs: null, run: null, call: null, asks: 'none' };
  readonly #run = new Task();
  readonly #agent = new Task();
  readonly #asks = new Task();

  constructor(link: Link, scene: OpenScene, { now, changed, left }: FeedOptions) {
    this.#link = link;
    this.#scene = scene;
    this.#changed = changed;
    this.#left = left;
    void feedRuns(link, scene, { most: () => this.#needs.runs, now, changed, left });
  }

  /** Sees to what is needed now, and no more to what was needed before. */
  attend(needs: Needs): void {
    const before = this.#needs;
    this.#needs = needs;
    const isOther = needs.run !== before.run;
    if (isOther) this.#attendRun(needs);
    if (isOther || needs.call !== before.call) this.#attendAgent(needs);
    if (isOther || needs.asks !== before.asks) this.#attendAsks(needs);
  }

  /** Asks anew for what a person has just decided. */
  askAgain(): void {
    this.#attendAsks(this.#needs);
  }

  #attendRun({ run }: Needs): void {
    const left = this.#run.begin(this.#left);
    const watched = run === null ? null : new WatchedRun(run);
    this.#scene.watched = watched;
    if (watched) void followRun(this.#link, watched, { changed: this.#changed, left });
  }

  #attendAgent({ call }: Needs): void {
    const left = this.#agent.begin(this.#left);
    const { watched } = this.#scene;
    this.#scene.agent = null;
    if (watched && call !== null) {
      void watchAgent(this.#link, this.#scene, watched, { call, changed: this.#changed, left });
    }
  }

  #attendAsks({ asks, run }: Needs): void {
    const left = this.#asks.begin(this.#left);
    if (asks === 'none') this.#scene.inbox = null;
    else void watchAsks(this.#link, this.#scene, { run: asks === 'run' ? run : null, changed: this.#changed, left });
  }
}

/** One thing that goes on until another takes its place. */
class Task {
  #controller = new AbortController();

  /** Ends what went on; the signal is that of its successor. */
  begin(left: AbortSignal): AbortSignal {
    this.#controller.abort();
    this.#controller = new AbortController();
    return AbortSignal.any([this.#controller.signal, left]);
  }
}
