import { terminalLine } from '../../terminal/terminal-text.js';

/** Text as one line of Markdown that says it and does nothing else: no markup, no HTML, no links, no mentions. */
export function plain(text: string): string {
  return terminalLine(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~<>&@:]/g, (character) => ENTITIES[character] ?? `\\${character}`)
    .trim();
}

/** As `plain` does not: these would still count behind a backslash, for some who read Markdown. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
  ':': '&#58;',
};

/** Text as a block of code, which nothing in it can end. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
