import { ActivityFailure } from '@temporalio/workflow';
import { messageOf } from '../config/message-of.js';

/** What went wrong in an activity, in one line: the failure itself says only that one failed. */
export function activityMessage(error: unknown): string {
  return messageOf(error instanceof ActivityFailure ? error.cause : error);
}
