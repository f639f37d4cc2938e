import { terminalLine } from './terminal-text.js';
import type { Terminal } from './terminal.js';

/** How a person who looks elsewhere is told: not at all, by the terminal's bell, or by a notification of the desktop. */
export type NotifyBy = 'off' | 'bell' | 'osc9';

/** As `LONGHAUL_NOTIFY` says; else a notification where the terminal is known to show one. */
export function notifyBy(env: Terminal['env']): NotifyBy {
  const wanted = env.LONGHAUL_NOTIFY?.trim().toLowerCase() ?? '';
  if (isNotifyBy(wanted)) return wanted;
  const shows = SHOWING.has(env.TERM_PROGRAM?.toLowerCase() ?? '') || env.TERM === 'xterm-kitty';
  return shows && !env.TMUX ? 'osc9' : 'bell'; // tmux keeps the one from the terminal, and passes the other on
}

function isNotifyBy(text: string): text is NotifyBy {
  return text === 'off' || text === 'bell' || text === 'osc9';
}

/** Values of TERM_PROGRAM. */
const SHOWING: ReadonlySet<string> = new Set(['iterm.app', 'wezterm', 'ghostty', 'kitty']);

/** Of a notification: it is a hint, and the screen says the rest. */
const MOST_CHARACTERS = 200;

/** What makes a terminal tell it. The words may be anybody's: they cannot end the sequence. */
export function notification(by: NotifyBy, words: string): string {
  switch (by) {
    case 'off':
      return '';
    case 'bell':
      return '\u0007';
    case 'osc9':
      return `\u001b]9;longhaul: ${terminalLine(words).slice(0, MOST_CHARACTERS)}\u0007`;
  }
}
