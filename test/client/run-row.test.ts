import { describe, expect, it } from '@jest/globals';
import { runRow } from '../../src/client/run-row.js';
import { ASKS_ATTRIBUTE, COST_ATTRIBUTE, PHASE_ATTRIBUTE } from '../../src/workflows/search-attributes.js';
import { executionInfo } from './execution-info.js';

const TIMES = { serial: 1, startedAt: 1_000, began: 1_000 };

describe('the row of a run', () => {
  it('says what the run has told the server', () => {
    const attributes = [
      { key: ASKS_ATTRIBUTE, value: 2 },
      { key: COST_ATTRIBUTE, value: 0.25 },
      { key: PHASE_ATTRIBUTE, value: 'Plan' },
    ];
    expect(runRow(executionInfo({ ...TIMES, name: 'audit', status: 'waiting', attributes }))).toEqual({
      run: `lh-audit-${'1'.padStart(26, '0')}`,
      name: 'audit',
      status: 'waiting',
      startedAt: 1_000,
      endedAt: null,
      costUsd: 0.25,
      phase: 'Plan',
      asks: 2,
      offline: false,
    });
  });

  it('says what Temporal knows where the server keeps no attributes', () => {
    const row = runRow(executionInfo({ ...TIMES, endedAt: 3_000 }));
    expect(row).toMatchObject({ name: 'test', status: 'completed', endedAt: 3_000, costUsd: null, asks: 0 });
    expect(runRow(executionInfo(TIMES))).toMatchObject({ status: 'running', asks: null, phase: null });
  });

  it.each([
    ['RUNNING', 'paused', 'paused'],
    ['RUNNING', 'completed', 'running'],
    ['COMPLETED', 'completed_with_failures', 'completed_with_failures'],
    ['COMPLETED', 'running', 'completed'],
    ['FAILED', 'stopped', 'stopped'],
    ['FAILED', 'failed', 'failed'],
    ['TERMINATED', 'running', 'stopped'],
    ['CANCELLED', 'waiting', 'stopped'],
    ['TIMED_OUT', 'running', 'failed'],
    ['PAUSED', 'running', 'paused'],
    ['UNKNOWN', 'paused', 'running'],
  ] as const)('of a run that is %s and said `%s` last has the status %s', (temporal, status, expected) => {
    expect(runRow(executionInfo({ ...TIMES, temporal, status }))?.status).toBe(expected);
  });

  it('of a run that was continued says when the run began, not its latest part', () => {
    expect(runRow(executionInfo({ ...TIMES, began: 9_000 }))?.startedAt).toBe(1_000);
  });

  it('is none for what is no run of ours', () => {
    const info = executionInfo(TIMES);
    expect(runRow({ ...info, workflowId: 'lh-other' })).toBeNull();
  });
});
