import { describe, expect, it } from '@jest/globals';
import { type FailingTask, isBeyondHelp, wordsOf } from '../../src/worker/failing-task.js';
import { STORAGE_FAILURE } from '../../src/worker/worker-payloads.js';

const PATIENCE = { attempts: 8, ms: 900_000 };
const UNHANDLED = 'WORKFLOW_WORKER_UNHANDLED_FAILURE';
const BUG: FailingTask = {
  attempt: 8,
  failingForMs: 900_000,
  causes: [UNHANDLED],
  failure: { message: 'x is not a function', applicationFailureInfo: { type: 'TypeError' } },
};

describe('a run whose workflow tasks keep failing', () => {
  it.each<readonly [string, Partial<FailingTask>]>([
    ['throws', {}],
    ['says nothing', { failure: {} }],
    ['runs into its time-out', { failure: { message: 'Script execution timed out after 30000ms' } }],
    ['asks for an impossible activity', { causes: ['BAD_SCHEDULE_ACTIVITY_ATTRIBUTES'] }],
    ['throws at each attempt the server tells of', { causes: [UNHANDLED, UNHANDLED] }],
  ])('is beyond help when its code %s', (_what, changes) => {
    expect(isBeyondHelp({ ...BUG, ...changes }, PATIENCE)).toBe(true);
  });

  it.each<readonly [string, Partial<FailingTask>]>([
    ['it was tried too few times', { attempt: 7 }],
    ['it has not failed for long', { failingForMs: 899_999 }],
    ['the build does not fit the history', { causes: ['NON_DETERMINISTIC_ERROR'] }],
    ['a later attempt did not fit the history', { causes: [UNHANDLED, 'NON_DETERMINISTIC_ERROR'] }],
    ['only the message says that it does not fit', { failure: { message: '[TMPRL1100] Nondeterminism error' } }],
    ['the worker has no storage', { failure: { message: '[TMPRL1105] Detected externally stored payload(s)' } }],
    ['a stored value is missing', { failure: { applicationFailureInfo: { type: STORAGE_FAILURE } } }],
    ['a cause is an error of storage', { failure: { cause: { applicationFailureInfo: { type: STORAGE_FAILURE } } } }],
    ['its tasks time out', { failure: null }],
    ['a later attempt timed out', { causes: [UNHANDLED, 'WORKFLOW_TASK_TIMED_OUT'] }],
    ['nobody knows why', { causes: [] }],
    ['the server had a reason nobody knows', { causes: ['FROM_A_LATER_SERVER'] }],
    ['too much is pending', { causes: ['PENDING_ACTIVITIES_LIMIT_EXCEEDED'] }],
  ])('is left when %s', (_what, changes) => {
    expect(isBeyondHelp({ ...BUG, ...changes }, PATIENCE)).toBe(false);
  });

  it('is told in one line', () => {
    expect(wordsOf({ ...BUG, failure: { message: 'a\n  b' } })).toBe('8 attempts failed: a b');
    expect(wordsOf({ ...BUG, failure: {} })).toBe('8 attempts failed: no reason was given');
  });
});
