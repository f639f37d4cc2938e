// Of all that a journal says of a call, the last word.
//
// L1  One line a key. Of a leg that was retried the same line may stand there twice.
// L2  In one run a conversation that began later counts before an earlier one, whose late leg may still have written.
// L3  Of one conversation the result counts before the start, and a later result before an earlier one: what a person
//     decided about an agent is written after what its leg said.
// L4  What a later run wrote counts before what it was resumed with, and that stands before it.

import type { CallKey, JournalLine } from './line.js';

/** One line a key, each where it was written. */
export function linesThatCount(lines: readonly JournalLine[]): readonly JournalLine[] {
  const last = new Map<CallKey, JournalLine>();
  for (const line of lines) {
    const before = last.get(line.key);
    if (before && !supersedes(line, before)) continue;
    last.delete(line.key); // so that it takes the place in which it was written
    last.set(line.key, line);
  }
  return [...last.values()];
}

function supersedes(line: JournalLine, before: JournalLine): boolean {
  if (line.run !== before.run) return true; // L4
  if (line.restarts !== before.restarts) return line.restarts > before.restarts; // L2
  return line.type === 'result'; // L3
}
