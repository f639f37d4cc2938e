/** Lines shown around what changes. */
const CONTEXT = 3;

/**
 * One hunk of a unified diff, from the first line that changes to the last: lines between them that stay are shown as
 * removed and added. Empty for equal texts.
 */
export function lineDiff(before: string, after: string): string {
  if (before === after) return '';
  const [old, next] = [linesOf(before), linesOf(after)];
  const head = commonStart(old, next);
  const tail = commonStart(old.slice(head).toReversed(), next.slice(head).toReversed());
  const from = Math.max(0, head - CONTEXT);
  const oldEnd = old.length - tail;
  const nextEnd = next.length - tail;
  const behind = old.slice(oldEnd, oldEnd + CONTEXT);
  return [
    `@@ ${range('-', from, oldEnd + behind.length)} ${range('+', from, nextEnd + behind.length)} @@`,
    ...old.slice(from, head).map((line) => ` ${line}`),
    ...old.slice(head, oldEnd).map((line) => `-${line}`),
    ...next.slice(head, nextEnd).map((line) => `+${line}`),
    ...behind.map((line) => ` ${line}`),
  ].join('\n');
}

/** What ends a line is shown only where it is not a line feed: a last line without one carries a mark. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop();
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

function commonStart(some: readonly string[], others: readonly string[]): number {
  const most = Math.min(some.length, others.length);
  for (let at = 0; at < most; at++) if (some[at] !== others[at]) return at;
  return most;
}

/** Lines from 1; an empty range names the line before it. */
function range(sign: string, start: number, end: number): string {
  return `${sign}${end > start ? start + 1 : start},${end - start}`;
}
