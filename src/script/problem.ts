import type { Node } from 'acorn';
import { showPlace } from '../config/messages/script.js';
import type { Refusal, RefusalCode } from './refusal.js';
import type { ScriptTree } from './tree.js';

/** What is allowed and yet most probably a mistake. */
export type WarningCode = 'CALL_NOT_AWAITED' | 'UNKNOWN_GLOBAL' | 'UNKNOWN_AGENT_OPTION' | 'ENDLESS_LOOP';

/** One finding of `longhaul check`. */
export interface Problem {
  /** An error keeps the script from starting; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly code: RefusalCode | WarningCode;
  /** Without the place, which `line` and `column` tell (both from 1). */
  readonly message: string;
  readonly hint: string;
  readonly line: number;
  readonly column: number;
}

export function errorProblem(refusal: Refusal): Problem {
  const { line, column } = refusal.fields;
  const message = refusal.message.slice(`${showPlace(refusal.fields)}: `.length);
  return { severity: 'error', code: refusal.code, message, hint: refusal.hint ?? '', line, column };
}

export function warningProblem(
  tree: ScriptTree,
  node: Node,
  words: Readonly<{ code: WarningCode; message: string; hint: string }>,
): Problem {
  const { line, column } = tree.source.placeAt(node.start);
  return { severity: 'warning', ...words, line, column };
}
