import { ActivityFailure } from '@temporalio/workflow';

/** What went wrong in an activity, in one line: the failure itself says only that one failed. */
export function activityMessage(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
