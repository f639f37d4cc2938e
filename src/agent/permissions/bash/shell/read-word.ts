import type { Node } from 'web-tree-sitter';
import { UNKNOWN, type Word } from './command.js';

/** Values of variables as far as the text before tells them. */
export type Variables = ReadonlyMap<string, string>;

export interface ReadWord {
  readonly word: Word;
  readonly obstacle: string | null;
}

/** What a node stands for that the shell replaces: its text if that is known, and what keeps the word from being judged. */
interface Expansion {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly obstacle: string | null;
}

/**
 * The word between two places of the source, with the shell's quoting undone. The source itself is read, not the parts
 * of the tree: only the extent of expansions is taken from there.
 */
export function readWord(
  source: string,
  start: number,
  end: number,
  nodes: readonly Node[],
  variables: Variables,
): ReadWord {
  const expansions = nodes.flatMap((node) => expansionsIn(node, variables));
  let text = '';
  let bare = '';
  let globs = false;
  let obstacle: string | null = null;
  let at = start;
  let inDouble = false;
  const add = (piece: string, quoted: boolean): void => {
    text += piece;
    bare += quoted ? QUOTED.repeat(piece.length) : piece;
  };
  while (at < end) {
    const expansion = expansions.find((candidate) => candidate.start === at);
    const char = source[at] as string;
    if (expansion !== undefined) {
      obstacle ??= expansion.obstacle;
      add(expansion.text, true);
      at = expansion.end;
    } else if (inDouble) {
      if (char === '"') inDouble = false;
      else if (char === '\\' && at + 1 < end && '$`"\\\n'.includes(source[at + 1] as string)) {
        at++;
        if (source[at] !== '\n') add(source[at] as string, true);
        else obstacle ??= 'a line broken inside of quotes';
      } else {
        if (char === '$' && OPENS_EXPANSION.test(source.slice(at + 1, at + 2))) obstacle ??= 'an expansion';
        if (char === '`') obstacle ??= 'a nested command';
        add(char, true);
      }
      at++;
    } else if (char === '"') {
      inDouble = true;
      at++;
    } else if (char === "'") {
      const close = source.indexOf("'", at + 1);
      const stop = close === -1 || close >= end ? end : close;
      if (stop === end) obstacle ??= 'quotes that do not close';
      add(source.slice(at + 1, stop), true);
      at = stop + 1;
    } else if (char === '\\') {
      const next = source[at + 1] ?? '';
      if (/\s/.test(next) || next === '') obstacle ??= 'a backslash before a blank';
      if (next !== '\n') add(next, true);
      at += 2;
    } else {
      if (char === '$' && OPENS_EXPANSION.test(source.slice(at + 1, at + 2))) obstacle ??= 'an expansion';
      if (char === '`') obstacle ??= 'a nested command';
      if ('*?['.includes(char)) globs = true;
      add(char, false);
      at++;
    }
  }
  if (inDouble) obstacle ??= 'quotes that do not close';
  const choices = braceChoices(text, bare);
  if (choices.length > 1 || BRACE_PATTERN.test(bare)) obstacle ??= 'a brace pattern';
  if (bare.startsWith('=') && bare.length > 1) obstacle ??= 'a word that begins with =';
  if (/^~[^/]/.test(bare)) obstacle ??= 'the home of another user';
  if (bare.startsWith('~') && variables.get('HOME') !== undefined) {
    const rest = text.slice(1);
    if (rest === '' || rest.startsWith('/')) text = `${variables.get('HOME') as string}${rest}`;
  }
  const sure = choices.length === 1 && !text.includes(UNKNOWN) && !/\$['"]/.test(source.slice(start, end));
  return { word: { text, choices: choices.length > 1 ? choices : [text], globs, sure, start, end }, obstacle };
}

/** Marks quoted text where only unquoted text has a meaning. No text of a command has it: it is refused before. */
const QUOTED = '\u0000';
const OPENS_EXPANSION = /[A-Za-z_0-9{([@*#?$!'"-]/;
const BRACE_PATTERN = /\{[^{}]*(?:,|\.\.)[^{}]*\}|\{[^}]*,[^]*\}/;
const MOST_CHOICES = 64;

const EXPANSIONS: Readonly<Record<string, string>> = {
  simple_expansion: 'a variable',
  expansion: 'a variable in braces',
  command_substitution: 'a nested command',
  process_substitution: 'a command used as a file',
  brace_expression: 'a brace pattern',
  ansi_c_string: 'text with escape codes',
  translated_string: 'translated text',
};

function expansionsIn(node: Node, variables: Variables): readonly Expansion[] {
  const place = { start: node.startIndex, end: node.endIndex };
  if (node.type === 'arithmetic_expansion') {
    const plain = /^\$\(\([\d\s+\-*/%()<>=!&|^~?:,]*\)\)$/.test(node.text);
    return [{ ...place, text: plain ? '0' : UNKNOWN, obstacle: plain ? null : 'arithmetic with names' }];
  }
  const obstacle = EXPANSIONS[node.type];
  if (obstacle !== undefined) return [{ ...place, text: knownText(node, variables), obstacle }];
  return node.children.flatMap((child) => (child === null ? [] : expansionsIn(child, variables)));
}

/** The text of a variable set before, and of `$'..'` with plain escapes. */
function knownText(node: Node, variables: Variables): string {
  if (node.type === 'ansi_c_string') return unescapeAnsi(node.text.slice(2, -1));
  if (node.type === 'translated_string') return node.text.slice(2, -1);
  const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(node.text)?.[1];
  return (name === undefined ? undefined : variables.get(name)) ?? UNKNOWN;
}

function unescapeAnsi(body: string): string {
  return body.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c.|(.))/gs,
    (_all, hex?: string, u?: string, U?: string, octal?: string, char?: string) => {
      const code = hex ?? u ?? U;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
      if (char === undefined) return UNKNOWN;
      return SIMPLE_ESCAPES[char] ?? char;
    },
  );
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function codePoint(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : UNKNOWN;
}

/** The texts a word with `{a,b}` becomes. `bare` is the text with its quoted characters blanked out. */
function braceChoices(text: string, bare: string): readonly string[] {
  const open = /\{[^{}]*,[^{}]*\}/.exec(bare);
  if (open === null) return [text];
  const before = text.slice(0, open.index);
  const stop = open.index + open[0].length;
  const pieces: string[] = [];
  let from = open.index + 1;
  for (let at = from; at < stop; at++) {
    if (bare[at] !== ',' && at !== stop - 1) continue;
    pieces.push(text.slice(from, at));
    from = at + 1;
  }
  const bareBefore = bare.slice(0, open.index);
  const choices = pieces.flatMap((piece) => {
    const blanked = bareBefore + QUOTED.repeat(piece.length) + bare.slice(stop);
    return braceChoices(before + piece + text.slice(stop), blanked);
  });
  return choices.slice(0, MOST_CHOICES);
}
