import type { Node } from 'acorn';

/**
 * The text the interpreter evaluates: an expression whose value is an async function with the script's body (I5).
 *
 * The header becomes `(async()=>{` and blanks, a hashbang line becomes blanks, and a lone `\r` becomes `\n`: the engine
 * counts lines by `\n` only, and to JavaScript the two are the same. So every character after the header keeps its line
 * and its column.
 */
export function writeProgram(code: string, header: Node): string {
  const before = code.slice(0, header.start).replace(/^#!.*/, blank);
  const opening = openBody(code.slice(header.start, header.end));
  const body = code.slice(header.end);
  return `${before}${opening}${body}\n})`.replace(/\r(?!\n)/g, '\n');
}

const OPENER = '(async()=>{';

/** The opener may run past the end of the header's first line, never into a line that holds code of the body. */
function openBody(header: string): string {
  const firstLine = header.split(/[\r\n]/, 1)[0] ?? '';
  return OPENER.padEnd(firstLine.length) + blank(header.slice(firstLine.length));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
