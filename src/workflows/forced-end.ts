// A run whose workflow code cannot go on cannot say so itself. Whoever ends it by force leaves word in the reason,
// which is all that clients are told of a termination.

const TASKS_FAIL = 'WORKFLOW_TASK_FAILING: ';

/** Characters of the failure that are passed on: it may hold what a script wrote. */
const LONGEST_WHY = 400;

/** The reason to terminate a run with whose workflow tasks keep failing, and how they fail. */
export function reasonToEnd(why: string): string {
  return TASKS_FAIL + why.slice(0, LONGEST_WHY);
}

/** How the workflow tasks of a terminated run failed; null when it was terminated for another reason. */
export function whyEnded(reason: string): string | null {
  return reason.startsWith(TASKS_FAIL) ? reason.slice(TASKS_FAIL.length) : null;
}
