import { LonghaulError } from '../config/errors.js';
import type { CompiledScript } from './compiled-script.js';
import { digestOf } from './digest.js';
import { refuseMentions } from './mentions.js';
import { readMeta } from './meta.js';
import { writeProgram } from './program.js';
import type { Refusal } from './refusal.js';
import { openSource, type ScriptFile, type ScriptSource } from './source.js';
import { growTree, type ScriptTree } from './tree.js';

/** Largest script accepted, in bytes of UTF-8 (DIALECT, "File"). */
export const LARGEST_SCRIPT = 512 * 1024;

/** A script as read and judged. What is refused may still have a tree for further checks. */
export type Reading =
  | { readonly kind: 'accepted'; readonly script: CompiledScript; readonly tree: ScriptTree }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[]; readonly tree: ScriptTree | null };

/**
 * Compiles a script for the interpreter. Same text, same result: no clock, no I/O.
 * Throws the first Refusal in order of the file when the script is not of the dialect (DIALECT, "File").
 */
export function compileScript(input: ScriptFile): CompiledScript {
  const reading = readScript(input);
  if (reading.kind === 'accepted') return reading.script;
  throw reading.refusals[0];
}

/** Reads a script and finds every independent fault in it, in order of the file. Never throws for what a script holds. */
export function readScript(input: ScriptFile): Reading {
  const source = openSource(input);
  const bytes = new TextEncoder().encode(input.text).length;
  if (bytes > LARGEST_SCRIPT) {
    const fields = { ...source.placeAt(0), bytes, limit: LARGEST_SCRIPT };
    return { kind: 'refused', refusals: [new LonghaulError('SCRIPT_TOO_LARGE', fields)], tree: null };
  }
  try {
    return judge(growTree(source));
  } catch (error) {
    return { kind: 'refused', refusals: [unparsed(error, source)], tree: null };
  }
}

function judge(tree: ScriptTree): Reading {
  const refusals: Refusal[] = [];
  const refuse = (refusal: Refusal) => refusals.push(refusal);
  const meta = readMeta(tree.source, tree.header, refuse);
  refuseMentions(tree, refuse);

  if (meta !== null && tree.header !== null && refusals.length === 0) {
    const { file, text, code } = tree.source;
    const program = writeProgram(code, tree.header.statement);
    return { kind: 'accepted', script: { meta, file, text, program, digest: digestOf(text) }, tree };
  }
  const inOrder = refusals.toSorted((a, b) => a.fields.line - b.fields.line || a.fields.column - b.fields.column);
  return { kind: 'refused', refusals: inOrder, tree };
}

function unparsed(error: unknown, source: ScriptSource): Refusal {
  if (error instanceof LonghaulError) return error as Refusal; // the parser's own
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new LonghaulError('SCRIPT_TOO_DEEP', source.placeAt(0), { cause: error });
  }
  throw error;
}
