import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { PACKAGE_ROOT } from '../../src/config/package.js';
import { until } from './until.js';

export interface PseudoTerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Beside PATH and TERM: all of the command's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A program in a terminal that nobody sees: what it draws can be read, and keys pressed. */
export interface PseudoTerminal {
  /** The rows of the screen as a person sees them, without the spaces at their ends. */
  screen(): readonly string[];
  /** Whether any character has a colour of its own, or is emphasized. */
  isColored(): boolean;
  /** Sends keys: characters, and the names of others. */
  press(...keys: readonly (keyof typeof KEYS | (string & {}))[]): void;
  /** Waits until the screen is as `holds` says. Throws with the screen when it never is. */
  shows(what: string, holds: (screen: string, rows: readonly string[]) => boolean, withinMs?: number): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly pid: number;
  /** Its exit code, once all it wrote is on the screen. */
  readonly exited: Promise<number>;
  /** All it has written, as it came. */
  written(): string;
  /** Ends it, whatever it does. */
  close(): Promise<void>;
}

const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backspace: '\u007f',
  'ctrl-c': '\u0003',
  'ctrl-l': '\u000c',
} as const;

/** The built command in a pseudo-terminal. */
export function longhaulInTerminal(args: readonly string[], options: PseudoTerminalOptions): PseudoTerminal {
  return programInTerminal(process.execPath, [join(PACKAGE_ROOT, 'bin', 'longhaul.js'), ...args], options);
}

export function programInTerminal(
  file: string,
  args: readonly string[],
  { columns, rows, env = {}, cwd }: PseudoTerminalOptions,
): PseudoTerminal {
  const view = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const name = 'xterm-256color';
  const pty = spawn(file, [...args], {
    name,
    cols: columns,
    rows,
    cwd,
    env: { PATH: process.env.PATH ?? '', TERM: name, LANG: 'C.UTF-8', ...env },
  });
  let written = '';
  let pending = Promise.resolve();
  pty.onData((data) => {
    written += data;
    pending = new Promise((resolve) => view.write(data, resolve));
  });
  const exited = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => void pending.then(() => resolve(exitCode)));
  });
  const screen = (): readonly string[] =>
    Array.from({ length: view.rows }, (_, row) => {
      return view.buffer.active.getLine(view.buffer.active.baseY + row)?.translateToString(true) ?? '';
    });
  return {
    screen,
    isColored: () => cellsOf(view).some((cell) => !cell.isFgDefault() || cell.isBold() !== 0 || cell.isDim() !== 0),
    press: (...keys) => pty.write(keys.map((key) => (KEYS as Readonly<Record<string, string>>)[key] ?? key).join('')),
    async shows(what, holds, withinMs) {
      try {
        await until(what, () => holds(screen().join('\n'), screen()), withinMs);
      } catch (error) {
        throw new Error(`${(error as Error).message}. The screen:\n${screen().join('\n')}`, { cause: error });
      }
    },
    async resize(columns, rows) {
      await pending;
      view.resize(columns, rows);
      pty.resize(columns, rows);
    },
    signal: (signal) => process.kill(pty.pid, signal),
    pid: pty.pid,
    exited,
    written: () => written,
    async close() {
      try {
        process.kill(pty.pid, 'SIGKILL');
      } catch {
        // it has ended
      }
      await exited;
      view.dispose();
    },
  };
}

function cellsOf({ buffer, rows, cols }: xterm.Terminal) {
  return Array.from({ length: rows * cols }, (_, at) => {
    return buffer.active.getLine(buffer.active.baseY + Math.floor(at / cols))?.getCell(at % cols);
  }).filter((cell) => cell !== undefined);
}
