import { slugIn, slugOf } from '../../client/run-id.js';
import type { OutputStream } from '../terminal/terminal.js';

/**
 * Where a report goes when nobody says: to stdout (`-`), but for a page, which nobody wants to see on a terminal. There it
 * becomes a file of this directory, the same each time for one run.
 */
export function usualPlace(
  run: string,
  { json, md }: { readonly json?: boolean; readonly md?: boolean },
  stdout: OutputStream,
): string {
  if (json || md || !stdout.isTTY) return '-';
  return `longhaul-report-${slugIn(run) ?? 'run'}-${slugOf(run.slice(-SHORT))}.html`;
}

/** Characters of an id that tell its run from the others of its workflow. */
const SHORT = 8;
