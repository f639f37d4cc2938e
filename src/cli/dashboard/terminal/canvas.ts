// The terminal as rows: whoever changes one says so, and what has changed leaves together.
//
// V1  What has changed leaves in one write, so that no half of a screen is ever seen.
// V2  Text never wraps by itself: a character that the terminal finds wider than we do spoils its own row only.
// V3  After `close` the terminal is as it was.

import type { OutputStream } from '../../terminal/terminal.js';
import type { Size } from '../text/window.js';

const OPEN = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const CLOSE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const CLEAR = '\u001b[2J';
/** Terminals that know it show what lies between at once; the others ignore it. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

export class Canvas {
  readonly #stream: OutputStream;
  readonly #wanted: string[] = [];
  #shown: string[] = [];
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  get size(): Size {
    const { columns = 80, rows = 24 } = this.#stream;
    return { columns, rows };
  }

  /** Takes the whole terminal. */
  open(): void {
    this.#state = 'open';
    this.#stream.write(OPEN);
  }

  /** Gives it back. Again does no harm; can be called when the process ends. */
  close(): void {
    if (this.#state === 'open') this.#stream.write(CLOSE);
    this.#state = 'closed';
  }

  /** What a row is to show, from the first, which is 0: text as the terminal is given it, no wider than it is. */
  put(index: number, row: string): void {
    this.#wanted[index] = row;
  }

  /** Shows all rows as they are wanted. Resolves when the terminal has taken them. */
  async flush(): Promise<void> {
    const changed: string[] = [];
    for (const [index, row] of this.#wanted.slice(0, this.size.rows).entries()) {
      if (row === this.#shown[index]) continue;
      this.#shown[index] = row;
      changed.push(at(index) + row);
    }
    if (changed.length === 0 || this.#state !== 'open') return;
    await new Promise<void>((resolve) => {
      this.#stream.write(BEGIN + changed.join('') + END, () => resolve());
    });
  }

  /** The next screen is painted from nothing: the terminal shows something else, or has another size. */
  forget(): void {
    this.#shown = [];
    if (this.#state === 'open') this.#stream.write(CLEAR);
  }
}

/** To the beginning of a row, and that row cleared: behind a full one the last column would be cleared instead. */
function at(index: number): string {
  return `\u001b[${index + 1};1H\u001b[2K`;
}
