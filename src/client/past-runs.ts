import type { RunResult, Totals } from '../workflows/run-result.js';
import type { RunRow } from './run-row.js';

/**
 * What the first `most` of these runs took that completed with a real model. One whose result cannot be read any more is
 * left out.
 */
export async function pastRuns(
  runs: AsyncIterable<RunRow>,
  most: number,
  resultOf: (run: string) => Promise<RunResult>,
): Promise<readonly Totals[]> {
  const completed: string[] = [];
  for await (const { run, status, offline } of runs) {
    if (completed.length >= most) break;
    if (!offline && (status === 'completed' || status === 'completed_with_failures')) completed.push(run);
  }
  const results = await Promise.allSettled(completed.map(resultOf));
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.totals] : []));
}
