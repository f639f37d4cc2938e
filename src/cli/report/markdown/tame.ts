import MarkdownIt from 'markdown-it';
import { terminalText } from '../../terminal/terminal-text.js';
import { isWebLink } from '../web-link.js';
import { fenced } from './escape.js';

/** Rounds after which a text that is still wild is shown as it is written. */
const MOST_ROUNDS = 5;

/**
 * A model's Markdown to stand inside of ours: its HTML becomes text, its images links, it links to the web and to mail
 * only, and its code stays what it is. What is escaped may change what else means what, so this is done until nothing is
 * left to do.
 */
export function tamed(text: string): string {
  let lines = terminalText(text).split('\n');
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wild = wildLines(lines.join('\n'));
    if (wild.size === 0) return lines.join('\n');
    lines = lines.map((line, index) => escaped(line, wild.get(index)));
  }
  return fenced(terminalText(text), 'markdown');
}

/** What a line has that must not stay. */
type Wildness = 'html or image' | 'link';

function wildLines(text: string): ReadonlyMap<number, Wildness> {
  const wild = new Map<number, Wildness>();
  let place: readonly [number, number] = [0, 0];
  for (const { type, map, children } of reader().parse(text, {})) {
    place = map ?? place; // what has none stands in what was opened last
    const inside = children ?? [];
    const isWild =
      type === 'html_block' || inside.some((child) => child.type === 'html_inline' || child.type === 'image');
    const leadsAway = inside.some((child) => child.type === 'link_open' && !isWebLink(String(child.attrGet('href'))));
    if (!isWild && !leadsAway) continue;
    for (let line = place[0]; line < place[1]; line++) wild.set(line, isWild ? 'html or image' : 'link');
  }
  return wild;
}

/** Sees every link that some reader of Markdown might make. */
function reader() {
  const markdown = new MarkdownIt({ html: true });
  markdown.validateLink = () => true;
  return markdown;
}

function escaped(line: string, wildness: Wildness | undefined): string {
  switch (wildness) {
    case undefined:
      return line;
    case 'html or image':
      return line.replace(/(?<!\\)<(?=[a-z/!?])/gi, '\\<').replace(/(?<!\\)!\[/g, '\\![');
    case 'link':
      return line.replace(/(?<!\\)[<[]/g, '\\$&');
  }
}
