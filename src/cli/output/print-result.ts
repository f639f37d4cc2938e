import type { Json } from '../../interpreter/outcome.js';
import type { RunResult } from '../../workflows/run-result.js';
import { documentLine } from './document.js';
import type { DocumentName, Documents } from './documents.js';
import { endingLines } from './ending.js';
import type { OutputForm } from '../screens/choose-screen.js';
import { terminalLine, terminalText } from '../terminal/terminal-text.js';
import { colorsOf, type Terminal, write, writeLines } from '../terminal/terminal.js';

/** Prints how a run ended: its result on stdout; for people also what was lost and what it took, on stderr. */
export async function printResult(
  result: RunResult,
  form: OutputForm,
  progress: 'shown' | 'quiet',
  terminal: Terminal,
): Promise<void> {
  if (form !== 'text' || progress === 'quiet') await printWarnings(result, terminal);
  if (form !== 'text') return printDocument('result', result, form, terminal);
  if (progress === 'shown' || result.error) {
    const lines = endingLines(result, colorsOf(terminal.stderr, terminal.env));
    await writeLines(terminal.stderr, lines);
  }
  if (result.result !== undefined) await printValue(result.result, terminal);
}

/** Of a run whose events nobody watched; a screen has shown them as they came. */
async function printWarnings({ warnings }: RunResult, { stderr }: Terminal): Promise<void> {
  await writeLines(
    stderr,
    warnings.map((line) => `warning: ${terminalLine(line)}`),
  );
}

/** One JSON document on stdout: on one line where it ends a stream of lines. */
export async function printDocument<N extends DocumentName>(
  name: N,
  content: Documents[N],
  form: 'json' | 'jsonl',
  { stdout }: Terminal,
): Promise<void> {
  await write(stdout, documentLine(name, content, form));
}

/** A text as it is, any other value as JSON. Bytes that only a terminal would obey are kept from terminals, not from files. */
async function printValue(value: Json, { stdout }: Terminal): Promise<void> {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const ended = text.endsWith('\n') ? text : `${text}\n`;
  await write(stdout, stdout.isTTY ? terminalText(ended) : ended);
}
