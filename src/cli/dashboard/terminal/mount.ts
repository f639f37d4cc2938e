import { Writable } from 'node:stream';
import { render } from 'ink';
import { createElement } from 'react';
import type { Terminal } from '../../terminal/terminal.js';
import { App, type AppProps } from './app.js';

/** The dashboard on a terminal, with its keys. */
export interface Mounted {
  /** Shows this; resolves when the terminal has taken it. */
  show(props: AppProps): Promise<void>;
  /** Hears no keys any more. */
  unmount(): void;
}

/** Takes the keys of a terminal. Nothing that Ink itself would write reaches it: the canvas has it. */
export function mount(first: AppProps, { stdin }: Pick<Terminal, 'stdin'>): Mounted {
  const nowhere = new Writable({ write: (_chunk, _encoding, taken) => taken() });
  const { rerender, unmount } = render(createElement(App, first), {
    stdout: nowhere as unknown as NodeJS.WriteStream,
    stdin: stdin as NodeJS.ReadStream,
    debug: true, // without this it would wait before it writes what is written nowhere
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  });
  return {
    show(props) {
      rerender(createElement(App, props));
      return props.canvas.flush();
    },
    unmount,
  };
}
