import { type Candidates, type CompletedCommand, type CompletedOption, everyCommand } from './completed.js';

/** A script for fish (3.0 and later). What a command substitution gives is not evaluated again. */
export function fishCompletion(program: CompletedCommand): string {
  const commands = everyCommand(program);
  return `# Completion of longhaul for fish: longhaul completion fish | source

# Which command is being typed and how many of its arguments are there: "config show:0".
function __longhaul_place
    set -l path ''
    set -l position 0
    set -l pending ''
    for word in (commandline -opc)[2..-1]
        if test -n "$pending"
            set pending ''
            continue
        end
        switch "$path:$word"
${commands.flatMap(takersOf).join('\n')}
            case '*:-*'
${commands.flatMap(entriesOf).join('\n')}
            case '*'
                set position (math $position + 1)
        end
    end
    echo "$path:$position"
end

function __longhaul_in
    string match -q -- $argv[1] (__longhaul_place)
end

complete -c longhaul -f
${commands.flatMap(completionsFor).join('\n')}
`;
}

function takersOf({ path, options }: CompletedCommand): readonly string[] {
  const taking = options.filter(({ value }) => value !== null).flatMap(({ flags }) => flags);
  if (taking.length === 0) return [];
  return [
    `            case ${taking.map((flag) => quoted(`${path}:${flag}`)).join(' ')}`,
    '                set pending 1',
  ];
}

function entriesOf({ path, commands }: CompletedCommand): readonly string[] {
  return commands.flatMap((inner) => [
    `            case ${quoted(`${path}:${inner.name}`)}`,
    `                set path ${quoted(inner.path)}`,
    '                set position 0',
  ]);
}

function completionsFor(command: CompletedCommand): readonly string[] {
  const { path, commands, options } = command;
  return [
    ...options.map((option) => `${at(`${path}:*`)} ${optionWords(option)}`),
    ...commands.map(({ name, description }) => `${at(`${path}:0`)} -a ${name} -d ${quoted(description)}`),
    ...command.arguments.flatMap(({ candidates, variadic }, position) =>
      candidates.kind === 'any' ? [] : [`${at(`${path}:${variadic ? '*' : position}`)} ${offer(candidates)}`],
    ),
  ];
}

function at(place: string): string {
  return `complete -c longhaul -n ${quoted(`__longhaul_in ${quoted(place)}`)}`;
}

function optionWords({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const takes = value === null ? [] : [value.kind === 'any' ? '-x' : `-r ${offer(value)}`];
  return [...names, '-d', quoted(description), ...takes].join(' ');
}

function offer(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `-f -a ${quoted(candidates.words.join(' '))}`;
    case 'files':
      return '-F';
    case 'folders':
      return `-f -a ${quoted('(__fish_complete_directories)')}`;
    case 'runs':
      return `-f -a ${quoted('(longhaul complete runs 2>/dev/null)')}`;
    case 'scripts':
      return `-F -a ${quoted('(longhaul complete workflows 2>/dev/null)')}`;
    case 'any':
      return '-f';
  }
}

/** In single quotes fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, (character) => `\\${character}`)}'`;
}
