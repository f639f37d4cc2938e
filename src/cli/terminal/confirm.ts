import { createInterface } from 'node:readline/promises';
import { terminalLine } from './terminal-text.js';
import type { Terminal } from './terminal.js';

/** Asks a person who sits at the terminal; anything but a yes is a no. */
export async function confirm(question: string, { stdin, stderr }: Terminal): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return /^\s*y(es)?\s*$/i.test(await lines.question(`${terminalLine(question)} [y/N] `));
  } finally {
    lines.close();
  }
}
