import type { Identifier, Program } from 'acorn';
import { findHeader, type Header } from './header.js';
import { findGlobals } from './scopes.js';
import type { ScriptSource } from './source.js';
import { parseSyntax } from './syntax.js';

/** A script as syntax, with what every check wants to know of it. */
export interface ScriptTree {
  readonly source: ScriptSource;
  readonly program: Program;
  readonly header: Header | null;
  /** The identifiers the script itself does not declare. */
  readonly globals: ReadonlySet<Identifier>;
}

/** Throws SCRIPT_SYNTAX where the text is not JavaScript. */
export function growTree(source: ScriptSource): ScriptTree {
  const program = parseSyntax(source);
  const header = findHeader(program);
  return { source, program, header, globals: findGlobals(program, header?.statement ?? null) };
}
