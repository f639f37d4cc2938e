import { FIND_ACTIONS } from '../commands/folder-commands.js';
import { gitCall } from '../commands/git-commands.js';
import type { Profile } from '../commands/profile.js';
import { sortArguments } from '../commands/sort-arguments.js';
import { TEXT_COMMANDS } from '../commands/text-commands.js';
import { baseName, nameOf, type Word } from '../shell/command.js';
import { sedReachesOut } from './sed-script.js';

/** Options with which a command does what its name does not say: it starts programs or writes files of any name. */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  sort: /^(?:-[a-zA-Z]*o|--o|--compress)/,
  rg: /^--(?:pre|hostname-bin)\b/,
  tar: /^(?:--(?:to-command|checkpoint-action|use-compress|rsh-command|info-script|new-volume)|-[a-zA-Z]*[IF])/,
  man: /^(?:-[PH]|--(?:pager|html))/,
  tree: /^-[a-zA-Z]*[oR]/,
  jq: /^(?:-[a-zA-Z]*[fL]|--(?:from-file|rawfile|slurpfile|library-path|run-tests))/,
  fd: /^(?:-[a-zA-Z]*[xX]|--exec)/,
  less: /^(?:\+|-[a-zA-Z]*[oOk])/,
  vim: /^(?:\+|-[cS])/,
  rsync: /^(?:-[a-zA-Z]*e|--rsh|--rsync-path)/,
  scp: /^-[a-zA-Z]*[SoF]/,
  ssh: /^-[a-zA-Z]*[oF]/,
  zip: /^(?:-[a-zA-Z]*T|--unzip-command)/,
  shuf: /^(?:-[a-zA-Z]*o|--o)/,
  date: /^(?:-[a-zA-Z]*[sf]|--(?:s|f))/,
  time: /^(?:-[a-zA-Z]*[of]|--(?:o|f))/,
  file: /^(?:-[a-zA-Z]*C|--compile)/,
  awk: /^(?:-[a-zA-Z]*[fEil]|--(?:file|exec|include|load))/,
};

const GIT_OPTIONS =
  /^(?:--(?:output|ext-diff|textconv|upload-pack|receive-pack|exec|open-files-in-pager|ignore-revs-file|extcmd|upload-archive|template)\b|-O)/;

/** Settings of git that no program depends on. */
const HARMLESS_SETTINGS =
  /^(?:user\.(?:name|email)|color\.[\w.]+|advice\.\w+|core\.quotepath|log\.\w+|init\.defaultbranch)=/i;

/** Why a rule for the command does not cover what these options make of it; null when it does. */
export function smuggles(words: readonly Word[]): string | null {
  const name = baseName(nameOf(words));
  const rest = words.slice(1).map(({ text }) => text);
  if (name === 'find')
    return rest.some((text) => FIND_ACTIONS.includes(text)) ? 'find runs or removes something' : null;
  if (name === 'git') return smugglesInGit(words.slice(1));
  if (name === 'sed') return smugglesInSed(words.slice(1));
  if (/^[gmn]?awk$/.test(name) && rest.some((text) => AWK_EFFECTS.test(text)))
    return 'the script of awk writes or runs something';
  const options = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  return options && rest.some((text) => options.test(text))
    ? `an option of ${name} does more than its name says`
    : null;
}

function smugglesInGit(words: readonly Word[]): string | null {
  const { options, subcommand, rest } = gitCall(words);
  const odd = options.some(
    ({ name, value }) =>
      ['--config-env', '--exec-path', '--git-dir', '--work-tree', '--super-prefix'].includes(name) ||
      (name === '-c' && !HARMLESS_SETTINGS.test(value ?? '')),
  );
  const texts = rest.map(({ text }) => text);
  const runs =
    texts.some((text) => GIT_OPTIONS.test(text)) ||
    (subcommand === 'rebase' && texts.some((text) => /^(?:-x|--exec)/.test(text))) ||
    (subcommand === 'bisect' && texts[0] === 'run') ||
    (subcommand === 'submodule' && texts.includes('foreach')) ||
    ['filter-branch', 'difftool', 'mergetool'].includes(subcommand);
  return odd || runs ? 'an option of git starts a program, writes a file or works elsewhere' : null;
}

function smugglesInSed(words: readonly Word[]): string | null {
  const { flags, operands } = sortArguments(words, TEXT_COMMANDS.sed as Profile);
  const given = (names: readonly string[]) => flags.filter(({ name }) => names.includes(name));
  if (given(['-f', '--file']).length > 0) return 'the script of sed is in a file';
  const scripts = given(['-e', '--expression']).map(({ value }) => value ?? '');
  const all = scripts.length > 0 ? scripts : operands.slice(0, 1).map(({ text }) => text);
  return all.some(sedReachesOut) ? 'the script of sed reads, writes or runs something' : null;
}

const AWK_EFFECTS = /\bsystem\s*\(|\bgetline\b|\||printf?\b[^;}\n]*>|@(?:include|load)/;
