import type { Node } from 'web-tree-sitter';
import { UNKNOWN, type Word } from './command.js';

/** Values of variables as far as the text before tells them. */
export type Variables = ReadonlyMap<string, string>;

export interface ReadWord {
  readonly word: Word;
  readonly obstacle: string | null;
  /** False when braces make more of the word than is looked at. */
  readonly complete: boolean;
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
  const { text: unquoted, bare, obstacle: met } = unquote(source, start, end, expansions);
  const text = atHome(unquoted, bare, variables);
  const choices = braceChoices(text, bare);
  const sure = choices?.length === 1 && !text.includes(UNKNOWN) && !/\$['"]/.test(source.slice(start, end));
  return {
    word: { text, choices: choices ?? [text], globs: /[*?[]/.test(bare), sure, start, end },
    obstacle: met ?? bareObstacle(bare) ?? hiddenMeaning(text, bare),
    complete: choices !== null,
  };
}

/** Marks quoted text where only unquoted text has a meaning. No text of a command has it: it is refused before. */
const QUOTED = '\u0000';
const OPENS_EXPANSION = /^[A-Za-z_0-9{([@*#?$!'"-]/;

interface Unquoted {
  readonly text: string;
  /** As long as `text`, with what was quoted blanked out. */
  readonly bare: string;
  readonly obstacle: string | null;
}

function unquote(source: string, start: number, end: number, expansions: readonly Expansion[]): Unquoted {
  const starting = new Map(expansions.map((expansion) => [expansion.start, expansion]));
  let text = '';
  let bare = '';
  let obstacle: string | null = null;
  let inQuotes = false;
  let at = start;
  const add = (piece: string, quoted: boolean): void => {
    text += piece;
    bare += quoted ? QUOTED.repeat(piece.length) : piece;
  };
  while (at < end) {
    const expansion = starting.get(at);
    const char = source[at] as string;
    const next = source[at + 1] ?? '';
    if (expansion !== undefined) {
      obstacle ??= expansion.obstacle;
      add(expansion.text, true);
      at = expansion.end;
    } else if (char === '"') {
      inQuotes = !inQuotes;
      at++;
    } else if (char === '\\' && inQuotes && !'$`"\\\n'.includes(next)) {
      add(char, true);
      at++;
    } else if (char === '\\') {
      if (/^\s?$/.test(next)) obstacle ??= 'a backslash before a blank';
      if (next !== '\n') add(next, true);
      at += 2;
    } else if (char === "'" && !inQuotes) {
      const close = source.indexOf("'", at + 1);
      const stop = close === -1 || close >= end ? end : close;
      if (stop === end) obstacle ??= 'quotes that do not close';
      add(source.slice(at + 1, stop), true);
      at = stop + 1;
    } else {
      if (char === '`' || (char === '$' && OPENS_EXPANSION.test(next))) obstacle ??= 'an expansion';
      add(char, inQuotes);
      at++;
    }
  }
  return { text, bare, obstacle: inQuotes ? (obstacle ?? 'quotes that do not close') : obstacle };
}

/** What unquoted characters make of a word. */
function bareObstacle(bare: string): string | null {
  const braces = bare.slice(bare.indexOf('{'), bare.lastIndexOf('}') + 1);
  if (bare.includes('{') && /,|\.\./.test(braces)) return 'a brace pattern';
  if (bare.startsWith('=') && bare.length > 1) return 'a word that begins with =';
  return /^~[^/]/.test(bare) ? 'the home of another user' : null;
}

/** Quotes that make a word look like something else to whoever reads the line. */
function hiddenMeaning(text: string, bare: string): string | null {
  if (text.startsWith('-') && bare.startsWith(QUOTED)) return 'a flag in quotes';
  return /\n\s*#/.test(text) ? 'quoted text that looks like a comment' : null;
}

function atHome(text: string, bare: string, variables: Variables): string {
  const home = variables.get('HOME');
  return home !== undefined && bare.startsWith('~') && /^~(?:\/|$)/.test(text) ? home + text.slice(1) : text;
}

const MOST_CHOICES = 64;

/** The texts a word with `{a,b}` becomes; null for too many of them. */
function braceChoices(text: string, bare: string): readonly string[] | null {
  let open = [{ text, bare }];
  const done: string[] = [];
  while (open.length > 0) {
    if (open.length + done.length > MOST_CHOICES) return null;
    open = open.flatMap((choice) => {
      const next = expandFirst(choice);
      if (next === null) done.push(choice.text);
      return next ?? [];
    });
  }
  return done;
}

interface Choice {
  readonly text: string;
  readonly bare: string;
}

function expandFirst({ text, bare }: Choice): Choice[] | null {
  const group = /\{[^{}]*,[^{}]*\}/.exec(bare);
  if (group === null) return null;
  const stop = group.index + group[0].length;
  const commas = [...group[0].matchAll(/,/g)].map(({ index }) => group.index + index);
  return [...commas, stop - 1].map((close, nth) => {
    const from = (nth === 0 ? group.index : (commas[nth - 1] as number)) + 1;
    const joined = (whole: string): string =>
      whole.slice(0, group.index) + whole.slice(from, close) + whole.slice(stop);
    return { text: joined(text), bare: joined(bare) };
  });
}

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
