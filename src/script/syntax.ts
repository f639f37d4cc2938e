import { type Options, type Program, parse, type Token, tokTypes } from 'acorn';
import { LonghaulError } from '../config/errors.js';
import type { ScriptSource } from './source.js';
import { guessCause } from './syntax-guess.js';

/**
 * Parses a script: a module whose top level is the body of an async function.
 * Throws SCRIPT_SYNTAX at the first place that is not JavaScript, SCRIPT_TOO_DEEP where nesting overflows the stack.
 */
export function parseSyntax(source: ScriptSource): Program {
  if (FENCE.test(source.code)) {
    // Two fences are JavaScript by accident: empty templates, called with the script as a template between them.
    const place = source.placeAt(source.code.indexOf('```'));
    throw new LonghaulError('SCRIPT_SYNTAX', { ...place, reason: 'Unexpected Markdown fence', guess: 'fence' });
  }
  try {
    return parse(source.code, { ...DIALECT, onToken: (token) => refuseHtmlComment(source, token) });
  } catch (error) {
    if (!isSyntaxFault(error)) throw error;
    const place = source.placeAt(error.pos);
    if (error.message.startsWith(OVERFLOW)) throw new LonghaulError('SCRIPT_TOO_DEEP', place, { cause: error });
    const reason = error.message.replace(/ \(\d+:\d+\)$/, ''); // the parser counts lines and columns in its own way
    const guess = guessCause(source.code, error.pos);
    throw new LonghaulError('SCRIPT_SYNTAX', { ...place, reason, guess }, { cause: error });
  }
}

/** A module reads `a <!--b` as `a < !(--b)`, the engine as `a` and a comment that hides the rest of the line, brackets and all. */
function refuseHtmlComment(source: ScriptSource, { type, start }: Token): void {
  if (type !== tokTypes.relational || !source.code.startsWith('<!--', start)) return;
  const place = source.placeAt(start);
  throw new LonghaulError('SCRIPT_SYNTAX', { ...place, reason: "'<!--' begins a comment of HTML", guess: 'unknown' });
}

const FENCE = /^\s*```/;
const OVERFLOW = 'Not enough stack';

const DIALECT: Options = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowHashBang: true,
};

interface SyntaxFault extends SyntaxError {
  readonly pos: number;
}

function isSyntaxFault(error: unknown): error is SyntaxFault {
  return error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number';
}
