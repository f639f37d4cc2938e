import { STRUCTURED_OUTPUT } from '../../../../agent/answer/structured-output.js';
import type { ConversationItem } from '../../../../client/conversation.js';
import { terminalLine } from '../../../terminal/terminal-text.js';
import { fit, type Line, type Span, span, type Tone } from '../../text/line.js';
import { shortened, wrapped } from '../../text/wrap.js';

type Result = Extract<ConversationItem, { readonly kind: 'result' }>;

/** What an agent has said and done, oldest first. `long`: in full; else a row or two of each. */
export function activity(items: readonly ConversationItem[], columns: number, long: boolean): readonly Line[] {
  const kept = RENDERED.get(items);
  if (kept?.columns === columns && kept.long === long) return kept.lines;
  const results = new Map(items.flatMap((item) => (item.kind === 'result' ? [[item.id, item] as const] : [])));
  const lines = items.flatMap((item) => linesOf(item, results, columns, long));
  RENDERED.set(items, { columns, long, lines });
  return lines;
}

interface Rendered {
  readonly columns: number;
  readonly long: boolean;
  readonly lines: readonly Line[];
}

/** A conversation changes seldom, and is drawn often. */
const RENDERED = new WeakMap<readonly ConversationItem[], Rendered>();

function linesOf(
  item: ConversationItem,
  results: ReadonlyMap<string, Result>,
  columns: number,
  long: boolean,
): readonly Line[] {
  const block = (words: string, most: number, tone: Tone): readonly Line[] =>
    shortened(wrapped(words, columns - 2), long ? Number.POSITIVE_INFINITY : most).map((row) => [
      span('  '),
      span(row, tone),
    ]);
  switch (item.kind) {
    case 'said':
      return block(item.text, 2, 'plain');
    case 'thought':
      return long ? block(item.text, 1, 'dim') : [];
    case 'told':
      return block(`${item.by}: ${item.text}`, 2, 'warn');
    case 'reminded':
      return block(item.text, 1, 'dim');
    case 'shortened':
      return block(`the conversation was shortened to: ${item.summary}`, 1, 'dim');
    case 'tool': {
      const result = results.get(item.id);
      const call = [
        markOf(result),
        span(` ${terminalLine(item.tool)}`),
        span(`  ${terminalLine(item.summary)}`, 'dim'),
      ];
      if (!long) return [fit(call, columns), ...(result?.failed ? block(result.text, 1, 'bad') : [])];
      const input = block(JSON.stringify(item.input, null, 2) ?? '', 1, 'dim');
      return [fit(call, columns), ...input, ...(result ? block(result.text, 1, result.failed ? 'bad' : 'plain') : [])];
    }
    case 'result':
      return []; // stands with its call
  }
}

function markOf(result: Result | undefined): Span {
  if (!result) return span('●', 'live');
  return result.failed ? span('✘', 'bad') : span('✔', 'good');
}

/** What the agent answered in the end: what it said last, or the value that it gave by tool. Null for nothing. */
export function answerIn(items: readonly ConversationItem[]): string | null {
  const last = items.findLast(
    (item) => item.kind === 'said' || (item.kind === 'tool' && item.tool === STRUCTURED_OUTPUT),
  );
  if (last?.kind === 'tool') return JSON.stringify(last.input, null, 2);
  return last?.kind === 'said' ? last.text : null;
}
