import type { OutputOptions } from './options.js';
import type { Terminal } from './terminal.js';

/** Whether somebody follows the run who can be asked. */
export function isAttended(options: OutputOptions & { readonly detach?: boolean }, terminal: Terminal): boolean {
  return !options.detach && isText(options) && terminal.stdin.isTTY === true && terminal.stderr.isTTY === true;
}

/** Whether the output is for a person. */
export function isText({ json, output = 'text' }: OutputOptions): boolean {
  return !json && output === 'text';
}
