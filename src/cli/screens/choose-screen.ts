import { notifyBy } from '../terminal/notify.js';
import { type Colors, colorsOf, type OutputStream, type Terminal, write } from '../terminal/terminal.js';
import { jsonlScreen } from './jsonl-screen.js';
import { lineScreen } from './line-screen.js';
import { noticingScreen } from './noticing-screen.js';
import type { Put, Screen } from './screen.js';

/** What is printed on stdout: the result, the result document, or every event and then the document. */
export type OutputForm = 'text' | 'json' | 'jsonl';

/**
 * The screen for a terminal: a tree where it can be redrawn, else lines, or the events themselves. None for a run that
 * nobody watches: then its events need not be fetched at all, and its warnings come with its result.
 */
export async function chooseScreen(
  run: string,
  form: OutputForm,
  progress: 'shown' | 'quiet',
  terminal: Terminal,
): Promise<Screen | undefined> {
  const { stdout, stderr, env } = terminal;
  const colors = colorsOf(stderr, env);
  const put: Put = (text) => write(stderr, text);
  if (form === 'jsonl') return jsonlScreen((text) => write(stdout, text));
  if (form === 'json' || progress === 'quiet') return undefined;
  if (stderr.isTTY !== true || env.CI) return lineScreen(put, colors);
  const screen = env.TERM === 'dumb' ? lineScreen(put, colors) : await tree(run, put, colors, stderr);
  const by = notifyBy(env);
  return by === 'off' ? screen : noticingScreen(screen, by, put);
}

/** Measuring widths takes tables that pipes can do without. */
async function tree(run: string, put: Put, colors: Colors, stream: OutputStream): Promise<Screen> {
  const { treeScreen } = await import('./tree-screen.js');
  return treeScreen(run, stream, put, colors, Date.now);
}
