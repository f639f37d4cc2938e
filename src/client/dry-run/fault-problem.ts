import { basename } from 'node:path';
import type { FaultCode } from '../../interpreter/host.js';
import type { Problem } from '../../script/problem.js';
import type { DryRunFault } from './rehearsal.js';

/** A finding of the dry run, in the form of those of the static checks. */
export type FaultProblem = Omit<Problem, 'code'> & { readonly code: FaultCode };

/** The fault at its place in `file`, or at its beginning where the script itself was not what failed. A certain one is an error. */
export function faultProblem(fault: DryRunFault, file: string): FaultProblem {
  return {
    severity: fault.suspect === 'none' ? 'error' : 'warning',
    code: fault.code,
    message: `in the dry run: ${fault.message}`,
    hint: HINTS[fault.suspect],
    ...placeIn(fault, basename(file)),
  };
}

const HINTS: Readonly<Record<DryRunFault['suspect'], string>> = {
  none: 'No agent has answered before this, so every run with these args ends here.',
  'missing-args': 'It ran without args, which the script reads: give them with --args.',
  'mock-answers': 'Mock answers may be to blame: see that the script copes with empty texts and lists, zero and false.',
};

/** Frames also name the files of nested workflows; the innermost one of `name` counts. */
function placeIn({ stack }: DryRunFault, name: string): { readonly line: number; readonly column: number } {
  for (const frame of stack) {
    const [, file = '', line, column = 1] = FRAME.exec(frame) ?? [];
    if (file === name) return { line: Number(line), column: Number(column) };
  }
  return { line: 1, column: 1 };
}

/** `at name (file.js:4:15)` or `at file.js:4:15`, as the interpreter keeps them. */
const FRAME = /^at (?:.* \()?(.+?):(\d+)(?::(\d+))?\)?$/;
