import { colorsOf, type Terminal, write } from '../terminal.js';
import { jsonlScreen } from './jsonl-screen.js';
import { lineScreen } from './line-screen.js';
import type { Put, Screen } from './screen.js';

/** What is printed on stdout: the result, the result document, or every event and then the document. */
export type OutputForm = 'text' | 'json' | 'jsonl';

/**
 * The screen for a terminal: a tree where it can be redrawn, else lines, or the events themselves. None for a run that
 * nobody watches: then its events need not be fetched at all, and its warnings come with its result.
 */
export async function chooseScreen(
  form: OutputForm,
  progress: 'shown' | 'quiet',
  terminal: Terminal,
): Promise<Screen | undefined> {
  const { stdout, stderr, env } = terminal;
  const colors = colorsOf(stderr, env);
  const put: Put = (text) => write(stderr, text);
  if (form === 'jsonl') return jsonlScreen((text) => write(stdout, text));
  if (form === 'json' || progress === 'quiet') return undefined;
  const redrawable = stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI;
  if (!redrawable) return lineScreen(put, colors);
  const { treeScreen } = await import('./tree-screen.js'); // measuring widths takes tables that pipes can do without
  return treeScreen(stderr, put, colors, Date.now);
}
