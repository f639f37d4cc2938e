import { type Options, type Program, parse } from 'acorn';
import { LonghaulError } from '../config/errors.js';
import type { ScriptSource } from './source.js';
import { guessCause } from './syntax-guess.js';

/**
 * Parses a script: a module whose top level is the body of an async function.
 * Throws SCRIPT_SYNTAX at the first place that is not JavaScript.
 */
export function parseSyntax(source: ScriptSource): Program {
  try {
    return parse(source.code, DIALECT);
  } catch (error) {
    if (!isSyntaxFault(error)) throw error;
    const fields = {
      ...source.placeAt(error.pos),
      reason: error.message.replace(/ \(\d+:\d+\)$/, ''), // the parser counts lines and columns in its own way
      guess: guessCause(source.code, error.pos),
    };
    throw new LonghaulError('SCRIPT_SYNTAX', fields, { cause: error });
  }
}

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
