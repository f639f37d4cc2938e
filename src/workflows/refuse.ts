import { ApplicationFailure } from '@temporalio/workflow';

/** For validators of updates: what cannot be is refused with words, and leaves no trace in the history. */
export function refuseUnless(condition: boolean, message: string): void {
  if (!condition) throw ApplicationFailure.nonRetryable(message, 'WRONG_STATE');
}
