import type { StuckRun } from '../../../client/stuck-runs.js';
import { duration } from '../../output/amounts.js';
import type { Check } from '../check.js';
import { ok, problem, skipped, type Verdict } from '../finding.js';

/** Runs that should get on and do not. */
export const runsCheck: Check = {
  name: 'runs',
  look: async (place) => {
    const server = await place.server().catch(() => null); // the check of the server says why
    if (!server) return skipped('no server to ask');
    const stuck = await server.stuckRuns();
    return stuck.length === 0 ? ok('none is stuck') : stuck.map(verdictOf);
  },
};

/** A run whose workflow task fails hears no `longhaul stop`. */
function verdictOf({ run, why, forMs, failure }: StuckRun): Verdict {
  if (why === 'unserved') {
    return problem(
      `${run} has waited for a worker for ${duration(forMs)}`,
      'It goes on as soon as a worker is back: see `worker`.',
    );
  }
  return problem(
    `${run} has failed to go on for ${duration(forMs)}: ${failure}`,
    `Bring back the version of Longhaul it ran with, or end it and do what is left: \`temporal workflow terminate --workflow-id ${run}\`, then \`longhaul resume ${run}\`.`,
  );
}
