import { type Command, Option } from 'commander';
import { onDetail } from '../../config/details.js';
import { colorsOf, type Talk, type Terminal } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** Options that every command takes, before its name or behind it. */
export interface GlobalOptions {
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly color?: 'always' | 'never' | 'auto';
}

/** The terminal as the options of the command that runs want it: they are known once the command line has been read. */
export function heeding(program: Command, terminal: Terminal): Terminal {
  let asked = terminal;
  program.hook('preAction', (_program, command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    asked = asAsked(terminal, options);
    if (options.quiet) command.setOptionValue('quiet', true);
    if (options.verbose) onDetail(detailsOn(asked));
  });
  return {
    ...terminal,
    get talk() {
      return asked.talk ?? 'normal';
    },
    get env() {
      return asked.env;
    },
  };
}

/** The same for who knows the options. */
export function asAsked(terminal: Terminal, options: GlobalOptions): Terminal {
  return { ...terminal, talk: talkOf(options), env: envOf(options, terminal.env) };
}

/** To be called when all commands are there. */
export function addGlobalOptions(command: Command): void {
  command.enablePositionalOptions(); // else it would take those behind a command of its own for itself
  for (const option of globalOptions()) {
    if (!command.options.some(({ long }) => long === option.long)) command.addOption(option);
  }
  for (const inner of command.commands) addGlobalOptions(inner);
}

function globalOptions(): readonly Option[] {
  return [
    new Option('-v, --verbose', 'say where things were found, and how long that took'),
    new Option('-q, --quiet', 'say nothing on the way'),
    new Option('--color <when>', 'whether to print colours').choices(['always', 'never', 'auto']),
  ].map((option) => option.helpGroup('Every command:'));
}

function talkOf({ verbose, quiet }: GlobalOptions): Talk {
  if (verbose) return 'verbose';
  return quiet ? 'quiet' : 'normal';
}

function envOf({ color = 'auto' }: GlobalOptions, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (color === 'auto') return env;
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = env;
  return color === 'always' ? { ...rest, FORCE_COLOR: '1' } : { ...rest, NO_COLOR: '1' };
}

/** Milliseconds since the process began stand before each line. */
function detailsOn(terminal: Terminal): (line: string) => void {
  const { dim } = colorsOf(terminal.stderr, terminal.env);
  return (line) => terminal.stderr.write(`${dim(`[${Math.round(performance.now())} ms] ${terminalLine(line)}`)}\n`);
}
