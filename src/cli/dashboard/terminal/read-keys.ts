import type { Key as InkKey } from 'ink';
import { terminalLine } from '../../terminal/terminal-text.js';
import type { Key } from '../keys/key.js';

/** The keys that Ink has read at once: several characters when they were pasted, or typed faster than they are read. */
export function keysOf(input: string, key: InkKey): readonly Key[] {
  if (key.ctrl) return input === 'c' ? ['ctrl-c'] : input === 'l' ? ['ctrl-l'] : [];
  for (const [name, meant] of NAMED) if (key[name]) return [meant];
  // What is pasted may hold anything, and a break ends what is typed.
  return input.split(/(\r\n?|\n)/).flatMap((part): readonly Key[] => {
    if (/^[\r\n]/.test(part)) return ['enter'];
    return [...GRAPHEMES.segment(terminalLine(part))].map(({ segment }) => ({ typed: segment }));
  });
}

const GRAPHEMES = new Intl.Segmenter();

/** What terminals send for the key over Enter is either of two, and Ink's names for them differ from what people call it. */
const NAMED: readonly (readonly [keyof InkKey, Key])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];
