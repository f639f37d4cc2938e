import type { Argument, Command, Option } from 'commander';

// The command line as scripts of shells complete it: taken from the program itself, so that there is one truth.

export interface CompletedCommand {
  /** Names from the program's own on, without that: `config show`. Empty for the program. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly arguments: readonly CompletedArgument[];
  readonly commands: readonly CompletedCommand[];
}

export interface CompletedOption {
  /** `-q` and `--quiet`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Null for an option without a value. */
  readonly value: Candidates | null;
}

export interface CompletedArgument {
  readonly name: string;
  readonly candidates: Candidates;
  /** Takes all words to the end. */
  readonly variadic: boolean;
}

/** What a word may be. `runs` and `workflows` are asked for when they are wanted: `longhaul complete runs`. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'runs' | 'scripts' | 'any' };

/** A program, or a command of it, as it can be completed. What is hidden from help is left out. */
export function completed(command: Command, path: readonly string[] = []): CompletedCommand {
  const help = command.createHelp();
  return {
    path: path.join(' '),
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map(ofOption),
    arguments: command.registeredArguments.map(ofArgument),
    commands: help
      .visibleCommands(command)
      .filter((inner) => command.commands.includes(inner)) // not commander's own `help`
      .map((inner) => completed(inner, [...path, inner.name()])),
  };
}

/** The command and all in it, from the outside in. */
export function everyCommand(command: CompletedCommand): readonly CompletedCommand[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function ofOption({ short, long, description, flags, argChoices, required, optional }: Option): CompletedOption {
  const placeholder = /[<[]([^>\].]+)/.exec(flags)?.[1] ?? '';
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: required || optional ? candidatesFor(placeholder, argChoices) : null,
  };
}

function ofArgument(argument: Argument): CompletedArgument {
  const name = argument.name();
  return { name, candidates: candidatesFor(name, argument.argChoices), variadic: argument.variadic };
}

/** By what help calls it. */
function candidatesFor(name: string, choices: readonly string[] | undefined): Candidates {
  if (choices) return { kind: 'words', words: choices };
  return { kind: BY_NAME[name] ?? 'any' };
}

const BY_NAME: Readonly<Record<string, Exclude<Candidates['kind'], 'words'>>> = {
  run: 'runs',
  script: 'scripts',
  file: 'files',
  dir: 'folders',
};
