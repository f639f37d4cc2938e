// When the screen is painted.
//
// P1  What happens in runs is painted at most each SLOW_MS, however much happens.
// P2  What a key has changed is painted at once, but at most each FAST_MS: keys that are held go on in larger steps.
// P3  Nothing is painted before the terminal has taken what was painted before.

/** Between two paintings of what happens by itself, and of what keys do, in milliseconds. */
const SLOW_MS = 200;
const FAST_MS = 33;

export class Pace {
  readonly #paint: () => Promise<void>;
  #due = Number.POSITIVE_INFINITY;
  #painted = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #closed = false;

  /** `paint` resolves when the terminal has taken the screen. */
  constructor(paint: () => Promise<void>) {
    this.#paint = paint;
  }

  /** Something has changed by itself. */
  soon(): void {
    this.#plan(this.#painted + SLOW_MS);
  }

  /** A person has changed something. */
  now(): void {
    this.#plan(this.#painted + FAST_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #plan(at: number): void {
    if (this.#closed || at >= this.#due) return;
    this.#due = at;
    if (!this.#busy) this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, this.#due - performance.now()));
  }

  async #run(): Promise<void> {
    this.#due = Number.POSITIVE_INFINITY;
    this.#painted = performance.now();
    this.#busy = true;
    await this.#paint();
    this.#busy = false;
    if (this.#due < Number.POSITIVE_INFINITY && !this.#closed) this.#arm();
  }
}
