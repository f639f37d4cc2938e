import type { ConversationItem } from '../../client/conversation.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine, terminalText } from '../terminal/terminal-text.js';

/** What is told of an agent's conversation: what it was asked first, then what was said. */
export type LogItem = { readonly kind: 'prompt'; readonly text: string } | ConversationItem;

/** How much of what tools are given and give back is shown. */
export type Detail = 'clipped' | 'full';

/** Lines of what a tool gave back, and of what the model thought. */
const MOST_LINES = 12;
/** Characters of one of them. */
const LONGEST_LINE = 400;

/** One thing that was said or done, for a person. */
export function itemLines(item: LogItem, detail: Detail, { bold, dim, red, cyan, yellow }: Colors): readonly string[] {
  switch (item.kind) {
    case 'prompt':
      return [bold('prompt'), ...indented(linesOf(item.text)), ''];
    case 'said':
      return headed('●', linesOf(item.text));
    case 'thought':
      return headed(dim('✻'), shown(item.text, detail).map(dim));
    case 'tool': {
      const call = `${cyan('●')} ${bold(terminalLine(item.tool))} ${terminalLine(item.summary)}`;
      return detail === 'full' ? [call, ...indented(linesOf(JSON.stringify(item.input, null, 2)))] : [call];
    }
    case 'result':
      return headed('  ⎿', shown(item.text, detail).map(item.failed ? red : dim));
    case 'told':
      return headed(yellow('»'), linesOf(`${item.by}: ${item.text}`));
    case 'reminded':
      return headed(yellow('»'), shown(item.text, detail));
    case 'shortened':
      return headed(yellow('…'), [
        'the conversation became too long and was summed up:',
        ...shown(item.summary, detail),
      ]);
  }
}

function linesOf(text: string): readonly string[] {
  return terminalText(text).trimEnd().split('\n');
}

/** The lines of a text, or its first ones and how many more there are. */
function shown(text: string, detail: Detail): readonly string[] {
  const lines = linesOf(text);
  if (detail === 'full') return lines;
  const more = lines.length - MOST_LINES;
  return [
    ...lines
      .slice(0, MOST_LINES)
      .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line)),
    ...(more > 0 ? [`… ${more} more lines (--full shows them)`] : []),
  ];
}

/** The mark stands before the first line, and the others below that. */
function headed(mark: string, lines: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines;
  return [`${mark} ${first}`, ...rest.map((line) => (mark.startsWith(' ') ? `    ${line}` : `  ${line}`))];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
