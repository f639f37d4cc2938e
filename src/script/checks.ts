import { readScript } from './compile.js';
import type { CompiledScript } from './compiled-script.js';
import { errorProblem, type Problem } from './problem.js';
import type { ScriptFile } from './source.js';
import { unknownAgentOptions } from './warnings/agent-options.js';
import { droppedCalls } from './warnings/dropped-calls.js';
import { endlessLoops } from './warnings/endless-loops.js';
import { unknownGlobals } from './warnings/unknown-globals.js';

export interface ScriptCheck {
  /** Null when any problem is an error. */
  readonly script: CompiledScript | null;
  /** In order of the file. */
  readonly problems: readonly Problem[];
}

/** Everything that is wrong with a script, or looks wrong. Never throws for what a script holds. */
export function checkScript(input: ScriptFile): ScriptCheck {
  const reading = readScript(input);
  const { tree } = reading;
  const errors = reading.kind === 'refused' ? reading.refusals.map(errorProblem) : [];
  const warnings = tree === null ? [] : WARNINGS.flatMap((find) => find(tree));
  return {
    script: reading.kind === 'accepted' ? reading.script : null,
    problems: [...errors, ...warnings].toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

const WARNINGS = [droppedCalls, unknownGlobals, unknownAgentOptions, endlessLoops];
