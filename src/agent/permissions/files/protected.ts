// Files that make other programs run commands, or that hold what lets one in. Writing them needs a person, whatever the rules say.

import { globRegExp } from './glob-links.js';

const FOLDERS = new Set([
  '.git',
  '.claude',
  '.vscode',
  '.idea',
  '.husky',
  '.devcontainer',
  '.cargo',
  '.ssh',
  '.gnupg',
  '.aws',
]);

const FILES = new Set([
  ...[
    '.gitconfig',
    '.gitmodules',
    '.npmrc',
    '.yarnrc.yml',
    '.ripgreprc',
    '.envrc',
    '.tool-versions',
    '.pre-commit-config.yaml',
  ],
  ...['.bashrc', '.bash_profile', '.bash_aliases', '.bash_login', '.bash_logout', '.profile', '.inputrc'],
  ...['.zshrc', '.zprofile', '.zshenv', '.zlogin', '.zlogout', '.vimrc', '.netrc'],
  ...['.mcp.json', '.claude.json'],
]);

/** A folder that only counts below another one. */
const NESTED = [['.github', 'workflows']] as const;

/** Below `.claude`, but nobody's settings. */
const FREE_BELOW_CLAUDE = new Set(['worktrees']);

/** Characters that some file systems do not see in a name. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu;

/** What a segment is on other systems: a short name, trailing dots and blanks, a device. */
const ODD_SPELLING = /~\d|[. ]$|^\.{3,}|\.(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

/** Why writing to a path needs a person: a phrase, or null when it does not. */
export function whyProtected(path: string): string | null {
  const segments = path.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (segments.some((segment) => ODD_SPELLING.test(segment)))
    return 'is spelled in a way other systems read differently';
  const names = segments.map((segment) => segment.normalize('NFKC').replace(UNSEEN, '').toLowerCase());
  const guarded = names.some((name, index) => isGuarded(name, names[index + 1], index === names.length - 1));
  return guarded ? 'is a sensitive file' : null;
}

/** Whether a pattern of the shell may find such a file. Patterns find names with a dot only if they begin with one. */
export function mayBeProtected(pattern: string): boolean {
  const guarded = [...FOLDERS, ...FILES];
  return pattern
    .split('/')
    .filter((segment) => segment.startsWith('.') && /[*?[]/.test(segment))
    .some((segment) => guarded.some((name) => globRegExp(segment).test(name)));
}

function isGuarded(name: string, next: string | undefined, isLast: boolean): boolean {
  if (name === '.claude' && next !== undefined && FREE_BELOW_CLAUDE.has(next)) return false;
  if (FOLDERS.has(name) || (isLast && FILES.has(name))) return true;
  return NESTED.some(([outer, inner]) => name === outer && next === inner);
}
