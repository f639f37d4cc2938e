import { colorsOf, type Terminal, write } from '../terminal.js';
import { isWarning } from './event-line.js';
import { jsonlScreen } from './jsonl-screen.js';
import { lineScreen } from './line-screen.js';
import type { Put, Screen } from './screen.js';

/** What is printed on stdout: the result, the result document, or every event and then the document. */
export type OutputForm = 'text' | 'json' | 'jsonl';

/** The screen for a terminal: a tree where it can be redrawn, else lines; of a quiet or machine-read run only warnings. */
export async function chooseScreen(form: OutputForm, progress: 'shown' | 'quiet', terminal: Terminal): Promise<Screen> {
  const { stdout, stderr, env } = terminal;
  const colors = colorsOf(stderr, env);
  const put: Put = (text) => write(stderr, text);
  const warnings = lineScreen(put, colors, isWarning);
  if (form === 'jsonl')
    return both(
      jsonlScreen((text) => write(stdout, text)),
      warnings,
    );
  if (form === 'json' || progress === 'quiet') return warnings;
  const redrawable = stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI;
  if (!redrawable) return lineScreen(put, colors);
  const { treeScreen } = await import('./tree-screen.js'); // measuring widths takes tables that pipes can do without
  return treeScreen(stderr, put, colors, Date.now);
}

function both(first: Screen, second: Screen): Screen {
  return {
    async show(event, state) {
      await first.show(event, state);
      await second.show(event, state);
    },
    async close() {
      await first.close();
      await second.close();
    },
  };
}
