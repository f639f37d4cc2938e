import { shellWord } from '../terminal/shell-word.js';
import { type Candidates, type CompletedCommand, type CompletedOption, everyCommand } from './completed.js';

/** A script for zsh: to be evaluated, or to lie as `_longhaul` in a folder of $fpath. What zsh inserts it quotes itself. */
export function zshCompletion(program: CompletedCommand): string {
  return `#compdef longhaul
# Completion of longhaul for zsh: eval "$(longhaul completion zsh)"

${everyCommand(program).map(functionFor).join('\n')}
_longhaul_asked() {
  local -a found
  found=(\${(f)"$(longhaul complete $1 2>/dev/null)"})
  compadd -a found
}

_longhaul_scripts() {
  _longhaul_asked workflows
  _files
}

if [[ $funcstack[1] == _longhaul ]]; then
  _longhaul "$@"
else
  compdef _longhaul longhaul
fi
`;
}

function functionFor(command: CompletedCommand): string {
  const { commands, options } = command;
  const specs = [...options.map(optionSpec), ...(commands.length > 0 ? INNER : argumentSpecs(command))];
  const call = `_arguments -s -S${commands.length > 0 ? ' -C' : ''}${specs.map((spec) => ` \\\n    ${spec}`).join('')}`;
  return commands.length > 0
    ? `${nameOf(command)}() {
  local context state state_descr line
  typeset -A opt_args
  ${call}
  case $state in
    command)
      local -a commands
      commands=(
${commands.map(({ name, description }) => `        ${shellWord(`${name}:${description}`)}`).join('\n')}
      )
      _describe command commands ;;
    argument)
      case $words[1] in
${commands.map((inner) => `        ${shellWord(inner.name)}) ${nameOf(inner)} ;;`).join('\n')}
      esac ;;
  esac
}
`
    : `${nameOf(command)}() {
  ${call}
}
`;
}

const INNER = ["'1:command:->command'", "'*::argument:->argument'"];

function nameOf({ path }: CompletedCommand): string {
  return path === '' ? '_longhaul' : `_longhaul_command_${path.replace(/\W/g, '_')}`;
}

/** `'(-q --quiet)'{-q,--quiet}'[show no progress]'`. */
function optionSpec({ flags, description, value }: CompletedOption): string {
  const says = description.replace(/[[\]\\:]/g, (character) => `\\${character}`);
  const takes = value === null ? '' : `:value:${action(value)}`;
  const rest = shellWord(`[${says}]${takes}`);
  const equals = value === null ? '' : '=';
  if (flags.length === 1) return `${flags[0]}${equals}${rest}`;
  return `'(${flags.join(' ')})'{${flags.map((flag) => (flag.startsWith('--') ? `${flag}${equals}` : `${flag}${equals && '+'}`)).join(',')}}${rest}`;
}

function argumentSpecs(command: CompletedCommand): readonly string[] {
  return command.arguments.map(({ name, candidates, variadic }, at) =>
    shellWord(`${variadic ? '*' : at + 1}:${name}:${action(candidates)}`),
  );
}

function action(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `(${candidates.words.join(' ')})`;
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'runs':
      return '{_longhaul_asked runs}';
    case 'scripts':
      return '_longhaul_scripts';
    case 'any':
      return '()'; // a blank, which means the same, would keep zsh from inserting options
  }
}
