import { Command } from 'commander';
import { packageVersion } from '../config/package.js';
import { examples } from './help.js';
import { addAskCommands } from './program/ask-commands.js';
import type { CommandLine } from './program/command-line.js';
import { addCompletionCommands } from './program/completion-commands.js';
import { addAgentControls, addRunControls } from './program/control-commands.js';
import { addDaemonCommands } from './program/daemon-commands.js';
import { addGlobalOptions, heeding } from './program/global-options.js';
import { addInstallationCommands } from './program/installation-commands.js';
import { addLookCommands } from './program/look-commands.js';
import { addReportCommand } from './program/report-command.js';
import { addArchiveCommands, addResumeCommands } from './program/resume-commands.js';
import { addRunCommands } from './program/run-commands.js';
import { addScriptCommands } from './program/script-commands.js';
import type { Terminal } from './terminal/terminal.js';

/** The command line. `ended` is told the exit code of the command that ran. */
export function createProgram(terminal: Terminal, ended: (code: number) => void): Command {
  const program = new Command('longhaul')
    .description('Durable dynamic workflows for coding agents, on Temporal')
    .version(packageVersion(), '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .addHelpText('before', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, put) => put(text.replace(/^error: (command-argument value )?/, 'longhaul: ')),
    });
  const line: CommandLine = { program, terminal: heeding(program, terminal), ended };
  for (const [heading, add] of GROUPS) {
    program.commandsGroup(heading);
    for (const commands of add) commands(line);
  }
  program.helpCommand('help [command]', 'Print the help of a command');
  addGlobalOptions(program);
  return program;
}

/** In the order of the help. */
const GROUPS: readonly (readonly [heading: string, add: readonly ((line: CommandLine) => void)[]])[] = [
  ['Runs:', [addRunCommands, addLookCommands, addReportCommand, addResumeCommands]],
  ['Control:', [addRunControls, addAgentControls, addAskCommands]],
  ['Scripts:', [addScriptCommands]],
  ['Storage:', [addArchiveCommands]],
  ['Installation:', [addDaemonCommands, addInstallationCommands, addCompletionCommands]],
];
