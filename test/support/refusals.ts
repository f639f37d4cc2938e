import { expect } from '@jest/globals';
import type { CommandEnd } from './longhaul.js';
import { severalAtOnce } from './several-at-once.js';

/** A command, its exit code, and what the first line on stderr must say. */
export type Refused = readonly [args: readonly string[], exitCode: number, says: RegExp];

/** Commands at work at once. */
const AT_ONCE = 4;

/** How these end, in their order. */
export function endsOf(
  commands: readonly (readonly string[])[],
  run: (args: readonly string[]) => Promise<CommandEnd>,
): Promise<readonly CommandEnd[]> {
  return Promise.all(severalAtOnce(AT_ONCE, commands, run).values());
}

/** One clear line on stderr, perhaps the next step behind it, the right exit code, nothing on stdout, no stack. */
export function expectRefusal(end: CommandEnd | undefined, exitCode: number, says: RegExp): void {
  const { stdout, stderr = '' } = end ?? {};
  const [first = ''] = stderr.split('\n');
  expect(first).toMatch(/^longhaul: /);
  expect(first).toMatch(says);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(end?.exitCode).toBe(exitCode);
}
