import { PassThrough } from 'node:stream';
import type { OutputStream, Terminal } from '../../src/cli/terminal/terminal.js';
import { until } from './until.js';

/** A terminal that a test sits at. */
export interface FakeTerminal extends Terminal {
  /** All that was written to stderr, and to stdout, so far. */
  told(): string;
  printed(): string;
  /** Presses keys when stderr has said `words`, after what was said before the last keys. */
  press(words: string, keys: string): Promise<void>;
  /** Ends its input, as a closed window does. */
  hangUp(): void;
  /** Whether keys come one by one, unechoed. */
  raw(): boolean;
}

export interface FakeTerminalOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Working directory, and home of the user. */
  readonly folder?: string;
  readonly columns?: number;
  readonly rows?: number;
}

export function fakeTerminal({
  env = {},
  folder = '/',
  columns = 80,
  rows = 24,
}: FakeTerminalOptions = {}): FakeTerminal {
  const errors = collecting(columns, rows);
  const results = collecting(columns, rows);
  const input = new PassThrough();
  let raw = false;
  let heard = 0;
  const setRawMode = (mode: boolean): void => {
    raw = mode;
  };
  return {
    stdin: Object.assign(input, { isTTY: true, setRawMode }),
    stdout: results.stream,
    stderr: errors.stream,
    env: { NO_COLOR: '1', LONGHAUL_HOME: folder, ...env },
    cwd: folder,
    home: folder,
    told: errors.text,
    printed: results.text,
    async press(words, keys) {
      await until(`stderr says ${words}`, () => errors.text().indexOf(words, heard) >= 0, 10_000);
      heard = errors.text().length;
      input.write(keys);
    },
    hangUp: () => void input.end(),
    raw: () => raw,
  };
}

function collecting(columns: number, rows: number): { readonly stream: OutputStream; readonly text: () => string } {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { stream: Object.assign(stream, { isTTY: true, columns, rows }), text: () => text };
}
