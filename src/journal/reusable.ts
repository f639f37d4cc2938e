import type { CallId } from '../interpreter/call.js';
import type { FailureCode, Outcome } from '../interpreter/outcome.js';
import type { JournalLine } from './line.js';
import { linesThatCount } from './lines-that-count.js';

export interface ReuseChoice {
  /** Calls of the journal's own run in the order in which their outcomes entered the script, where that is known. */
  readonly order: readonly CallId[];
  /** Whether also calls that failed or were skipped keep their outcomes. */
  readonly keepFailures: boolean;
  /** Whether the call with this label is to be done again, whatever came of it. */
  readonly invalidated: (label: string) => boolean;
}

/**
 * What of a journal another run takes over, in the order in which the script heard of it: what its run had taken over itself
 * before all else. Where that is not known, in the order in which it was written.
 */
export function reusableLines(
  lines: readonly JournalLine[],
  { order, keepFailures, invalidated }: ReuseChoice,
): readonly JournalLine[] {
  const entered = new Map(order.map((call, at) => [call, at]));
  const at = ({ run, call }: JournalLine): number => (run === undefined ? (entered.get(call) ?? order.length) : -1);
  const counting = linesThatCount(lines).toSorted((a, b) => at(a) - at(b));
  return counting.flatMap((line) => {
    if (invalidated(line.label)) return [];
    if (line.type === 'started' || line.outcome.status === 'ok' || keepFailures) return [line];
    return goesOn(line.outcome) ? [startOf(line)] : [];
  });
}

/** Failures of the surroundings: nothing in the conversation led to them, so it can go on where it was. */
const OUTSIDE: ReadonlySet<FailureCode> = new Set(['RATE_LIMITED', 'AGENT_CRASHED']);

function goesOn(outcome: Outcome): boolean {
  return outcome.status === 'failed' && OUTSIDE.has(outcome.code);
}

function startOf({ key, call, label, restarts, run }: JournalLine): JournalLine {
  return { type: 'started', key, call, label, restarts, ...(run !== undefined && { run }) };
}
