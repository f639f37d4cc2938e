import { emitKeypressEvents } from 'node:readline';
import type { Terminal } from '../terminal/terminal.js';

/** What a person can press where a choice is asked for. */
export type Key = 'up' | 'down' | 'enter' | 'escape' | 'edit' | 'more' | 'quit' | { readonly digit: number };

export interface Keys {
  /** The next key. Ctrl-C, Ctrl-D and the end of the input are `escape`. */
  next(): Promise<Key>;
  /** Forgets what was pressed so far, but for the wish to leave: before a question stands there nothing answers it. */
  forget(): void;
  /** Gives the keyboard away while something else is done with it, such as editing. */
  lend<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Takes the keyboard: nothing pressed is shown, and no signal is raised, until it is closed. */
export function openKeys({ stdin }: Pick<Terminal, 'stdin'>): Keys {
  let waiting: ((key: Key) => void) | null = null;
  let pending: Key[] = [];
  let ended = false;
  const give = (key: Key): void => {
    if (waiting) waiting(key);
    else pending.push(key);
    waiting = null;
  };
  const pressed = (text: string | undefined, key: Pressed): void => {
    const known = keyOf(text, key);
    if (known !== null) give(known);
  };
  const end = (): void => {
    ended = true;
    give('escape');
  };
  emitKeypressEvents(stdin);
  const take = (): void => {
    stdin.setRawMode?.(true);
    stdin.on('keypress', pressed).on('end', end).on('close', end).resume();
  };
  const release = (): void => {
    stdin.off('keypress', pressed).off('end', end).off('close', end).pause();
    stdin.setRawMode?.(false);
  };
  take();
  return {
    next: () =>
      new Promise((resolve) => {
        const key = pending.shift() ?? (ended ? 'escape' : undefined);
        if (key === undefined) waiting = resolve;
        else resolve(key);
      }),
    forget() {
      pending = pending.filter((key) => key === 'escape');
    },
    async lend(work) {
      release();
      try {
        return await work();
      } finally {
        take();
      }
    },
    close: release,
  };
}

interface Pressed {
  readonly name?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
}

function keyOf(text: string | undefined, { name, ctrl, meta }: Pressed): Key | null {
  if (ctrl) return CONTROLS[name ?? ''] ?? null;
  if (meta && name !== 'escape') return null;
  if (text !== undefined && /^[1-9]$/.test(text)) return { digit: Number(text) };
  return NAMED[name ?? ''] ?? null;
}

const CONTROLS: Readonly<Record<string, Key>> = { c: 'escape', d: 'escape', g: 'edit', n: 'down', p: 'up' };

const NAMED: Readonly<Record<string, Key>> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  return: 'enter',
  enter: 'enter',
  escape: 'escape',
  space: 'more',
  pagedown: 'more',
  q: 'quit',
};
