import { EDIT_COMMANDS } from '../commands/writing-commands.js';
import type { Command } from '../shell/command.js';
import { nameOf } from '../shell/command.js';

const SUBSTITUTION = /^s\/(?:\\.|[^/\\\n])*\/(?:\\.|[^/\\\n])*\/(?:[gi]*[1-9]?[gi]*)$/;

/** Whether `acceptEdits` covers the command, as far as its paths are in order: plain forms of what edits files. */
export function isPlainEdit({ words, assignments }: Command): boolean {
  const name = nameOf(words);
  if (assignments.length > 0 || !EDIT_COMMANDS.includes(name)) return false;
  const rest = words.slice(1).map(({ text }) => text);
  if (name === 'sed') return isPlainSubstitution(rest);
  if (['touch', 'mv', 'cp'].includes(name)) return !rest.some((text) => text.startsWith('-'));
  return true;
}

function isPlainSubstitution(rest: readonly string[]): boolean {
  const flags = rest.filter((text) => text.startsWith('-'));
  const [script = ''] = rest.filter((text) => !text.startsWith('-'));
  return flags.every((flag) => ['-i', '--in-place', '-E', '-r'].includes(flag)) && SUBSTITUTION.test(script);
}
