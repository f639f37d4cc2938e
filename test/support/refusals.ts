import { expect } from '@jest/globals';
import type { CommandEnd } from './longhaul.js';

/** A command, its exit code, and what the first line on stderr must say. */
export type Refused = readonly [args: readonly string[], exitCode: number, says: RegExp];

/** Commands at work at once. */
const AT_ONCE = 4;

/** How these end, in their order. */
export async function endsOf(
  commands: readonly (readonly string[])[],
  run: (args: readonly string[]) => Promise<CommandEnd>,
): Promise<readonly CommandEnd[]> {
  const ends: CommandEnd[] = [];
  const waiting = commands.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [index, args] of waiting) ends[index] = await run(args);
    }),
  );
  return ends;
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
