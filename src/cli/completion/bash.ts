import { shellWord } from '../terminal/shell-word.js';
import { type Candidates, type CompletedCommand, everyCommand } from './completed.js';

/**
 * A script for bash (3.2 and later). Words that come from outside are compared and never expanded: `compgen -W` would
 * evaluate them.
 */
export function bashCompletion(program: CompletedCommand): string {
  const commands = everyCommand(program);
  return `# Completion of longhaul for bash: eval "$(longhaul completion bash)"

_longhaul() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' pending='' position=0 word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $pending ]]; then
      [[ $word == '=' ]] || pending=''
      continue
    fi
    case "$path:$word" in
${lines(commands.flatMap(takersOf))}
      *:-*) continue ;;
${lines(commands.flatMap(entriesOf))}
    esac
    position=$((position + 1))
  done
  [[ $cur == '=' ]] && cur=''
  case "$path:$pending" in
${lines(commands.flatMap(valuesOf))}
  esac
  [[ -n $pending ]] && return
  if [[ $cur == -* ]]; then
    case "$path" in
${lines(commands.map(optionsOf))}
    esac
    return
  fi
  case "$path:$position" in
${lines(commands.flatMap(argumentsOf))}
  esac
}

_longhaul_words() {
  local word
  for word in "$@"; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done
}

_longhaul_asked() {
  local word
  while IFS= read -r word; do
    [[ $word =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] && _longhaul_words "$word"
  done < <(longhaul complete "$1" 2>/dev/null)
}

_longhaul_paths() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
}

complete -F _longhaul longhaul
`;
}

function lines(cases: readonly string[]): string {
  return cases.map((line) => `      ${line}`).join('\n');
}

/** Options after which a value is waited for. */
function takersOf({ path, options }: CompletedCommand): readonly string[] {
  const taking = options.filter(({ value }) => value !== null).flatMap(({ flags }) => flags);
  if (taking.length === 0) return [];
  return [`${taking.map((flag) => shellWord(`${path}:${flag}`)).join('|')}) pending=$word; continue ;;`];
}

/** Commands that are entered by their names. */
function entriesOf({ path, commands }: CompletedCommand): readonly string[] {
  return commands.map(
    (inner) => `${shellWord(`${path}:${inner.name}`)}) path=${shellWord(inner.path)}; position=0; continue ;;`,
  );
}

function valuesOf({ path, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags, value }) =>
    value === null || value.kind === 'any'
      ? []
      : [`${flags.map((flag) => shellWord(`${path}:${flag}`)).join('|')}) ${offer(value)} ;;`],
  );
}

function optionsOf({ path, options }: CompletedCommand): string {
  const flags = options.flatMap((option) => option.flags).map(shellWord);
  return `${shellWord(path)}) _longhaul_words ${flags.join(' ')} ;;`;
}

function argumentsOf(command: CompletedCommand): readonly string[] {
  const { path, commands } = command;
  if (commands.length > 0)
    return [`${shellWord(`${path}:0`)}) _longhaul_words ${commands.map(({ name }) => shellWord(name)).join(' ')} ;;`];
  return command.arguments.flatMap(({ candidates, variadic }, at) =>
    candidates.kind === 'any' ? [] : [`${shellWord(`${path}:`)}${variadic ? '*' : at}) ${offer(candidates)} ;;`],
  );
}

function offer(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `_longhaul_words ${candidates.words.map(shellWord).join(' ')}`;
    case 'files':
      return '_longhaul_paths -f';
    case 'folders':
      return '_longhaul_paths -d';
    case 'runs':
      return '_longhaul_asked runs';
    case 'scripts':
      return '_longhaul_asked workflows; _longhaul_paths -f';
    case 'any':
      return ':';
  }
}
