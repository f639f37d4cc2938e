import type { Totals } from '../../workflows/run-result.js';
import { dryRun } from '../dry-run.js';
import { estimatePath, type PathEstimate } from '../estimate.js';
import type { PreparedResume } from './prepare-resume.js';

/** What a resumed run will do, found by walking its script with what is known and mock answers for the rest. */
export interface Forecast {
  /** Agents whose outcome is taken over. */
  readonly reused: number;
  /** Of the agents that run, those that go on with their conversation. */
  readonly begun: number;
  /** Agents that run, and what they may take. What follows from their answers may be more. */
  readonly toRun: PathEstimate;
}

/** `past`: what runs of the same workflow took. @throws LonghaulError DRY_RUN_LOST */
export async function forecast({ spec, lines, rule }: PreparedResume, past: readonly Totals[]): Promise<Forecast> {
  const walked = await dryRun({ ...spec, known: { lines, rule } });
  const { reused, begun } = walked;
  return { reused, begun, toRun: estimatePath(walked, spec.prices, past) };
}
