import type { OutputOptions, RunOptions } from '../options/options.js';
import type { Terminal } from './terminal.js';

/** Whether somebody follows the run who can be asked. */
export function isAttended(options: OutputOptions & { readonly detach?: boolean }, terminal: Terminal): boolean {
  return !options.detach && isText(options) && terminal.stdin.isTTY === true && terminal.stderr.isTTY === true;
}

/** Whether the output is for a person. */
export function isText({ json, output = 'text' }: OutputOptions): boolean {
  return !json && output === 'text';
}

/** Whether somebody is there who can be asked before a run starts. A script that waits for the id of a run is nobody. */
export function asksFirst(
  options: OutputOptions & Pick<RunOptions, 'args' | 'detach' | 'yes'>,
  { stdin, stdout, stderr, env }: Terminal,
): boolean {
  const wanted = isText(options) && !options.quiet && !options.yes;
  const free = options.args !== '-' && !(options.detach && stdout.isTTY !== true);
  return wanted && free && stdin.isTTY === true && stderr.isTTY === true && !env.CI;
}
