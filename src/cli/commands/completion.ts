import type { Command } from 'commander';
import { ExitCode } from '../../config/exit-code.js';
import { bashCompletion } from '../completion/bash.js';
import { completed } from '../completion/completed.js';
import { fishCompletion } from '../completion/fish.js';
import { zshCompletion } from '../completion/zsh.js';
import { type Terminal, write } from '../terminal/terminal.js';

/** Shells that can be taught to complete commands. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** `longhaul completion`: a script for a shell, made from the program's own commands and options. */
export async function completion(shell: Shell, program: Command, terminal: Terminal): Promise<ExitCode> {
  await write(terminal.stdout, SCRIPTS[shell](completed(program)));
  return ExitCode.Ok;
}

const SCRIPTS: Readonly<Record<Shell, typeof bashCompletion>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};
