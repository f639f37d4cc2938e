import type { Word } from '../shell/command.js';
import type { Arguments, Profile, Profiles } from './profile.js';

// Subcommands of git that change nothing. Flags from the manual of git. What is missing here asks: `--output` writes,
// `--ext-diff` and `--textconv` run programs, `--ignore-revs-file` reads any file.

const DIFF = `-p -u --patch -s --no-patch -U= --unified= --raw --patch-with-raw --indent-heuristic --no-indent-heuristic
  --minimal --patience --histogram --anchored= --diff-algorithm= --stat? --compact-summary --numstat --shortstat --dirstat?
  --cumulative --summary --patch-with-stat -z --name-only --name-status --color? --no-color --color-moved? --word-diff?
  --word-diff-regex= --color-words? --no-renames --rename-empty --no-rename-empty --check --full-index --binary --abbrev?
  -B? --break-rewrites? -M? --find-renames? -C? --find-copies? --find-copies-harder -D --irreversible-delete -l=
  --diff-filter= -S= -G= --find-object= --pickaxe-all --pickaxe-regex -R --relative? --no-relative -a --text
  --ignore-cr-at-eol --ignore-space-at-eol -b --ignore-space-change -w --ignore-all-space --ignore-blank-lines
  --inter-hunk-context= -W --function-context --exit-code --quiet -q --no-ext-diff --no-textconv --ignore-submodules?
  --submodule? --src-prefix= --dst-prefix= --no-prefix --line-prefix= -c --cc --combined-all-paths -m -t -r -0`;

const REVISIONS = `--all --branches? --tags? --remotes? --glob= --exclude= --reflog --no-walk? --do-walk -n= --max-count= --skip=
  --since= --after= --until= --before= --author= --committer= --grep= --grep-reflog= --all-match --invert-grep -i
  --regexp-ignore-case --basic-regexp -E --extended-regexp -F --fixed-strings -P --perl-regexp --merges --no-merges
  --min-parents= --max-parents= --first-parent --not --cherry --cherry-pick --cherry-mark --left-only --right-only
  --left-right --boundary -g --walk-reflogs --merge --simplify-by-decoration --full-history --dense --sparse
  --simplify-merges --ancestry-path? --date-order --author-date-order --topo-order --reverse --date= --parents --children
  --graph --oneline --pretty? --format= --abbrev-commit --no-abbrev-commit --relative-date --decorate? --no-decorate
  --decorate-refs= --decorate-refs-exclude= --source --follow --full-diff --log-size -L= --notes?
  --no-notes --encoding= --expand-tabs? --no-expand-tabs --use-mailmap --mailmap --no-mailmap -0`;

const ANY_OPERAND: Profile['operands'] = ['text'];

const known = (flags: string, rest: Partial<Profile> = {}): Profile => ({
  readOnly: 'known',
  flags,
  operands: ANY_OPERAND,
  ...rest,
});

/** Operands are allowed only when a flag makes them filters. */
const lists =
  (...flags: readonly string[]) =>
  ({ flags: given, operands }: Arguments): boolean =>
    operands.length === 0 || given.some(({ name }) => flags.includes(name));

const LISTING = `-a --all -r --remotes -l --list -v -vv --verbose --color? --no-color --column? --no-column --abbrev= --no-abbrev
  --contains= --no-contains= --merged --no-merged --points-at= --sort= --format= -i --ignore-case --show-current -q --quiet`;

export const GIT_COMMANDS: Profiles = {
  status: known(
    '-s --short -b --branch --show-stash --porcelain? --long -v --verbose -u? --untracked-files? --ignored? -z --column? --no-column --ahead-behind --no-ahead-behind --renames --no-renames --find-renames? --ignore-submodules?',
  ),
  log: known(`${DIFF} ${REVISIONS}`),
  show: known(`${DIFF} ${REVISIONS}`),
  shortlog: known(`${REVISIONS} -s --summary -n --numbered -e --email -c --committer -w? --group=`),
  reflog: known(`${DIFF} ${REVISIONS}`, {
    fits: ({ operands }) => !['expire', 'delete', 'exists', 'drop', 'write'].includes(operands[0]?.text ?? ''),
  }),
  diff: known(`${DIFF} --cached --staged --merge-base --no-index --base --ours --theirs`, { operands: ['text'] }),
  blame: known(
    `-b --root --show-stats -L= -l -t --reverse -p --porcelain --line-porcelain --incremental --encoding= --date= -M? -C? -h
      -c --score-debug -f --show-name -n --show-number -s -e --show-email -w --abbrev= --color-lines --color-by-age
      --first-parent --ignore-rev= --progress --no-progress`,
  ),
  branch: known(LISTING, {
    fits: lists('-l', '--list', '--contains', '--no-contains', '--merged', '--no-merged', '--points-at'),
  }),
  tag: known(`${LISTING} -n? --no-points-at`, {
    fits: lists('-l', '--list', '--contains', '--no-contains', '--merged', '--no-merged', '--points-at'),
  }),
  remote: known('-v --verbose', {
    fits: ({ operands }) => isOneOf(operands, ['show', 'get-url']) && operands.every(isPlainName),
  }),
  'ls-files': known(
    `-c --cached -d --deleted -m --modified -o --others -i --ignored -s --stage -u --unmerged -k --killed --directory
      --no-empty-directory --eol -z -x= --exclude= --exclude-standard --error-unmatch --abbrev? --debug --deduplicate -t -v -f
      --full-name --recurse-submodules --format=`,
  ),
  'ls-remote': known('-h --heads -b --branches -t --tags --refs -q --quiet --exit-code --get-url --sort= --symref', {
    fits: ({ operands }) => operands.every(isPlainName),
  }),
  'rev-parse': known(
    `--verify -q --quiet --short? --symbolic --symbolic-full-name --abbrev-ref? --all --branches? --tags? --remotes? --glob=
      --show-toplevel --show-cdup --show-prefix --git-dir --git-common-dir --absolute-git-dir --is-inside-git-dir
      --is-inside-work-tree --is-bare-repository --is-shallow-repository --show-superproject-working-tree --show-object-format
      --since= --until= --path-format= --revs-only --no-revs --flags --no-flags --not`,
  ),
  'rev-list': known(`${REVISIONS} --count --objects --timestamp --header --quiet --disk-usage?`),
  'cat-file': known('-t -s -e -p'),
  describe: known(
    '--dirty? --broken? --all --tags --contains --abbrev? --candidates= --exact-match --debug --long --match= --exclude= --always --first-parent',
  ),
  grep: known(
    `--cached --untracked --no-index --exclude-standard --no-exclude-standard --recurse-submodules -a --text -I -i
      --ignore-case -w --word-regexp -v --invert-match -h -H --full-name -E --extended-regexp -G --basic-regexp -P --perl-regexp
      -F --fixed-strings -n --line-number --column -l --files-with-matches --name-only -L --files-without-match -z --null -o
      --only-matching -c --count --color? --no-color --break --heading -p --show-function -C= --context= -A= --after-context=
      -B= --before-context= -W --function-context -m= --max-count= --threads= -e= --and --or --not --all-match -q --quiet
      --max-depth= -r --recursive -0`,
  ),
  'merge-base': known('-a --all --octopus --independent --is-ancestor --fork-point'),
  'for-each-ref': known(
    '--count= --shell --perl --python --tcl --format= --color? --points-at= --merged? --no-merged? --contains? --no-contains? --ignore-case --omit-empty --exclude= --sort=',
  ),
  stash: known(`${DIFF} ${REVISIONS}`, {
    fits: ({ operands }) => ['list', 'show'].includes(operands[0]?.text ?? ''),
  }),
  worktree: known('-v --verbose --porcelain -z', {
    fits: ({ operands }) => operands.length === 1 && operands[0]?.text === 'list',
  }),
  config: known('--get -z --null --name-only --show-origin --show-scope', {
    fits: ({ flags, operands }) => operands.length === 1 && flags.some(({ name }) => name === '--get'),
  }),
};

/** Options before the subcommand that take the next word. */
const VALUED = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--super-prefix',
  '--config-env',
  '--attr-source',
]);

export interface GitCall {
  readonly options: readonly { readonly name: string; readonly value: string | null }[];
  readonly subcommand: string;
  readonly rest: readonly Word[];
}

/** The words behind `git`, sorted out. */
export function gitCall(words: readonly Word[]): GitCall {
  const options: { name: string; value: string | null }[] = [];
  for (let at = 0; at < words.length; at++) {
    const text = (words[at] as Word).text;
    if (!text.startsWith('-')) return { options, subcommand: text, rest: words.slice(at + 1) };
    const [name = text, value] = text.startsWith('--') ? text.split(/=(.*)/s) : [text];
    if (VALUED.has(text)) options.push({ name: text, value: words[++at]?.text ?? null });
    else options.push({ name, value: value ?? null });
  }
  return { options, subcommand: '', rest: [] };
}

/** Anything else may be the address of a repository. */
function isPlainName({ text }: Word): boolean {
  return /^[\w-]+$/.test(text);
}

function isOneOf(operands: readonly Word[], names: readonly string[]): boolean {
  const [first] = operands;
  return first === undefined || names.includes(first.text);
}
