import { baseName, nameOf, type Word } from './command.js';

/**
 * A command and, one after the other, the commands inside of it that allow rules look at: only wrappers in a form that
 * is known through and through are opened.
 */
export function unwrapped(words: readonly Word[]): readonly (readonly Word[])[] {
  const inner = innerOf(words);
  return inner === null ? [words] : [words, ...unwrapped(inner)];
}

const DURATION = /^\d+(?:\.\d+)?[smhd]?$/;
const SIGNAL = /^[A-Z0-9]+$/;

function innerOf(words: readonly Word[]): readonly Word[] | null {
  const texts = words.map(({ text }) => text);
  const at = startOfInner(texts);
  return at === null || at >= words.length || (texts[at] as string).startsWith('-') ? null : words.slice(at);
}

/** Where the inner command of a wrapper begins. */
function startOfInner(texts: readonly string[]): number | null {
  switch (texts[0]) {
    case 'timeout':
      return afterTimeout(texts);
    case 'nice':
      if (texts[1] === '-n' && /^-?\d+$/.test(texts[2] ?? '')) return 3;
      return /^-\d+$/.test(texts[1] ?? '') ? 2 : 1;
    case 'stdbuf': {
      const at = texts.findIndex((text, index) => index > 0 && !/^-[ioe](?:L|\d+)$/.test(text));
      return at > 1 ? at : null;
    }
    case 'time':
    case 'nohup':
    case 'command':
    case 'builtin':
    case 'noglob':
    case 'xargs':
      return 1;
    default:
      return null;
  }
}

function afterTimeout(texts: readonly string[]): number | null {
  for (let at = 1; at < texts.length; at++) {
    const text = texts[at] as string;
    if (DURATION.test(text)) return at + 1;
    if (text === '-k' && DURATION.test(texts[at + 1] ?? '')) at++;
    else if (text === '-s' && SIGNAL.test(texts[at + 1] ?? '')) at++;
    else if (
      !/^(?:--foreground|--preserve-status|--verbose|-v|--signal=[A-Z0-9]+|--kill-after=[\d.]+[smhd]?)$/.test(text)
    ) {
      return null;
    }
  }
  return null;
}

/** Programs that start another command named in their arguments. */
const LAUNCHERS = new Set([
  ...['timeout', 'time', 'nice', 'nohup', 'stdbuf', 'command', 'builtin', 'noglob', 'xargs', 'env', 'sudo', 'doas'],
  ...['watch', 'setsid', 'ionice', 'flock', 'script', 'strace', 'ltrace', 'taskset', 'npx', 'bunx', 'pnpx', 'parallel'],
  ...['busybox', 'toybox', 'su', 'unbuffer', 'exec', 'chronic', 'coproc', 'chroot', 'runuser', 'nsenter', 'unshare'],
  ...['prlimit', 'systemd-run', 'firejail', 'proot', 'faketime', 'ssh', 'then', 'do', 'else', '!', '{', 'trap', 'eval'],
  ...[
    'entr',
    'caffeinate',
    'dbus-run-session',
    'xvfb-run',
    'uv',
    'uvx',
    'poetry',
    'pipx',
    'direnv',
    'choom',
    'setpriv',
  ],
]);

/** Programs that take commands as text. */
const SHELLS = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh', 'ash', 'fish', 'rbash', 'eval', 'source', '.', 'trap']);

function isLauncher(words: readonly Word[]): boolean {
  return LAUNCHERS.has(baseName(nameOf(words)));
}

/** Whether the command may start others that its arguments name. */
export function startsOthers(words: readonly Word[]): boolean {
  return isLauncher(words) || baseName(nameOf(words)) === 'find';
}

export function isShell(words: readonly Word[]): boolean {
  return SHELLS.has(baseName(nameOf(words)));
}

/** Launchers that take one plain argument before the command. */
const TAKES_ONE_FIRST = new Set([
  ...['flock', 'taskset', 'chroot', 'su', 'runuser', 'ssh', 'script', 'uv', 'poetry', 'pipx', 'direnv'],
]);

/** Every command that a launcher may start: each argument can be its name that is not surely something else. */
export function startedBy(words: readonly Word[]): readonly (readonly Word[])[] {
  const name = baseName(nameOf(words));
  if (name === 'find') {
    return words.flatMap(({ text }, index) => (/^-(?:exec|ok)(?:dir)?$/.test(text) ? [words.slice(index + 1)] : []));
  }
  if (!isLauncher(words)) return [];
  const started: (readonly Word[])[] = [];
  let spare = TAKES_ONE_FIRST.has(name) ? 1 : 0;
  for (let at = 1; at < words.length; at++) {
    const { text } = words[at] as Word;
    started.push(words.slice(at));
    const isOther = /^-|=|^[\d.]+[smhd]?$/.test(text) || words[at - 1]?.text.startsWith('-');
    if (!isOther && spare-- === 0) break;
  }
  return started;
}

/** Texts in the arguments that a shell will read as commands. */
export function spokenTo(words: readonly Word[]): readonly string[] {
  if (!isShell(words) && !isLauncher(words)) return [];
  const texts = words.slice(1).map(({ text }) => text);
  const phrases = texts.filter((text) => /[\s;|&<>$`]/.test(text));
  const joins = ['eval', 'trap', 'watch', 'ssh', 'parallel', 'su'].includes(baseName(nameOf(words)));
  return joins ? [...phrases, texts.join(' ')] : isShell(words) ? texts : phrases;
}

/** Whether a shell reads its commands from standard input. */
export function readsCommands(words: readonly Word[]): boolean {
  const name = baseName(nameOf(words));
  if (['source', '.', 'eval', 'trap'].includes(name) || !isShell(words)) return false;
  return words.slice(1).every(({ text }) => text.startsWith('-') && !/^-[a-z]*c/.test(text));
}
