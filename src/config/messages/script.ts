import { ExitCode } from '../exit-code.js';
import { type Wording, wording } from '../wording.js';

/** Where in the user's file something is: 1-based line, 1-based column. */
export interface ScriptPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a syntax error probably comes from, judged by the text around it. */
export type SyntaxGuess = 'typescript' | 'await' | 'unclosed' | 'quotes' | 'fence' | 'unknown';

/** `file:line:column`, as editors and terminals make it clickable. */
export function showPlace(place: ScriptPlace): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** Errors of scripts: refused before they start, or ended while they run. */
export const SCRIPT_MESSAGES = {
  SCRIPT_UNREADABLE: wording<{ file: string; reason: string }>({
    says: (f) => `cannot read script ${f.file}: ${f.reason}`,
    hint: () => 'Give the path of a JavaScript file, or the name of a saved workflow.',
    exit: ExitCode.NotFound,
  }),
  SCRIPT_TOO_LARGE: refusal<{ bytes: number; limit: number }>({
    says: (f) => `the script has ${f.bytes} bytes; at most ${f.limit} are accepted`,
    hint: () => 'Move data out of the script: pass it as args, or let an agent read it from a file.',
  }),
  SCRIPT_TOO_DEEP: refusal<unknown>({
    says: () => 'syntax is nested too deeply to be parsed',
    hint: () => 'Build deep values and long chains in steps, or pass them as args.',
  }),
  SCRIPT_SYNTAX: refusal<{ reason: string; guess: SyntaxGuess }>({
    says: (f) => `syntax error: ${f.reason}`,
    hint: (f) => SYNTAX_HINTS[f.guess],
  }),
  SCRIPT_IMPORT: refusal<unknown>({
    says: () => 'import statements are not available in workflow scripts',
    hint: () => 'A script is one file without modules: remove the import and let agents do what it was for.',
  }),
  SCRIPT_IMPORT_CALL: refusal<unknown>({
    says: () => 'import() is not available in workflow scripts',
    hint: () => 'A script is one file without modules: remove the import and let agents do what it was for.',
  }),
  SCRIPT_IMPORT_META: refusal<unknown>({
    says: () => 'import.meta is not available in workflow scripts',
    hint: () => 'Pass what the script must know about its surroundings as args.',
  }),
  SCRIPT_EXPORT: refusal<{ form: 'export' | 'export default' }>({
    says: (f) => `${f.form} is not available in workflow scripts, except in \`export const meta\``,
    hint: () => 'Write the body as statements after meta, and return the result.',
  }),
  SCRIPT_META_MISSING: refusal<unknown>({
    says: () => 'the script has no meta: `export const meta = {…}` must be its first statement',
    hint: () => "Begin the file with: export const meta = { name: 'my-workflow', description: 'what it does' }",
  }),
  SCRIPT_META_NOT_FIRST: refusal<unknown>({
    says: () => '`export const meta = {…}` must be the first statement of the script',
    hint: () => 'Move meta to the top; only comments may come before it.',
  }),
  SCRIPT_META_NOT_LITERAL: refusal<{ found: string }>({
    says: (f) => `meta must be a pure literal, but holds ${f.found}`,
    hint: () => 'Write plain values: strings, numbers, booleans, null, lists and objects. End meta with a semicolon.',
  }),
  SCRIPT_META_FIELD: refusal<{ field: 'name' | 'description' }>({
    says: (f) => `meta.${f.field} must be a non-empty string`,
    hint: (f) => `Add ${f.field}: '…' to meta.`,
  }),
  SCRIPT_NOT_DETERMINISTIC: refusal<{ mention: 'Date.now' | 'Math.random' | 'new Date()' }>({
    says: (f) => `workflow scripts must be deterministic: ${f.mention} is not available`,
    hint: () => 'Pass times and seeds as args, or stamp the result after the run.',
  }),
  ARGS_NOT_JSON: wording<{ reason: string }>({
    says: (f) => `args are not JSON: ${f.reason}`,
    hint: () => 'Quote the whole value for the shell; a plain text is written \'"text"\'.',
    exit: ExitCode.Usage,
  }),
  DRY_RUN_LOST: wording<{ reason: string }>({
    says: (f) => `the dry run came to no end: ${f.reason}`,
    hint: () => 'Try smaller args, or start the run itself: its limits end whatever goes on for too long.',
    exit: ExitCode.RunFailed,
  }),
  SCRIPT_OUT_OF_GAS: wording<{ gas: number }>({
    says: (f) =>
      `the script computed for too long without waiting (its limit of ${f.gas} gas units per step is used up)`,
    hint: () => 'Look for a loop that never awaits, or move heavy computation into an agent.',
    exit: ExitCode.RunFailed,
  }),
} as const;

const SYNTAX_HINTS: Readonly<Record<SyntaxGuess, string>> = {
  typescript: 'This looks like TypeScript. Scripts are plain JavaScript: remove types, interfaces, enums and casts.',
  await: 'Mark the function around it as async.',
  unclosed: 'Something opened earlier is never closed: look for a missing bracket, brace, quote or backtick.',
  quotes: 'Replace typographic quotes with plain ones.',
  fence: 'Remove the Markdown fence around the script.',
  unknown: 'Scripts are plain JavaScript: check quotes, brackets and commas just before this place.',
};

/** Words for what is wrong at one place of the user's file. Nothing has been started when one of these is shown. */
function refusal<F>(words: { says: (fields: F) => string; hint: (fields: F) => string }): Wording<ScriptPlace & F> {
  return {
    says: (fields) => `${showPlace(fields)}: ${words.says(fields)}`,
    hint: words.hint,
    exit: ExitCode.Usage,
  };
}
