import type { SyntaxGuess } from '../config/messages/script.js';

/** Judges from the text around a syntax error what its author probably did. A wrong guess costs a hint, nothing more. */
export function guessCause(code: string, offset: number): SyntaxGuess {
  const before = code
    .slice(Math.max(0, offset - REACH), offset)
    .replace(/^[^]*[\r\n]/, '')
    .trimStart();
  const after = code.slice(offset, offset + REACH).split(/[\r\n]/, 1)[0] ?? '';

  if (before.startsWith('```')) return 'fence';
  if (/^[\u2018\u2019\u201C\u201D]/.test(after)) return 'quotes';
  if (/^await\b/.test(after)) return 'await';
  if (looksTyped(before, after)) return 'typescript';
  if (/^["'`]/.test(after) || before.endsWith('`') || code.slice(offset).trim() === '') return 'unclosed';
  return 'unknown';
}

/** How far the eye goes to either side, so that a file of one huge line costs no more than any other. */
const REACH = 200;

function looksTyped(before: string, after: string): boolean {
  return (
    TYPE_ANNOTATION.test(after) ||
    /^(?:interface|type|enum|implements|as|satisfies)\s+\w/.test(after) ||
    /^!(?:[.;,)\]]|\s*$)/.test(after) ||
    /\b(?:type|declare|abstract|namespace|private|public|protected|readonly)\s+$/.test(before) ||
    /[\w)]<[\w\s,|.[\]]+>\s*$/.test(before) ||
    /<\w[\w\s,|.[\]]*>\s*\(/.test(before + after)
  );
}

const TYPE_ANNOTATION =
  /^\??\s*:\s*(?:(?:readonly|string|number|boolean|any|unknown|void|never|object|null|undefined)\b|[A-Z]|[{[(])/;
