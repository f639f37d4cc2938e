import { TypedSearchAttributes, type SearchAttributePair } from '@temporalio/common';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { NAME_ATTRIBUTE, STATUS_ATTRIBUTE } from '../../src/workflows/search-attributes.js';

/** A run as Temporal has it. */
export interface Execution {
  /** What tells it from others in its id. */
  readonly serial: number;
  readonly name?: string;
  /** As the run says. */
  readonly status?: string;
  /** As Temporal says: RUNNING or COMPLETED unless given. */
  readonly temporal?: WorkflowExecutionInfo['status']['name'];
  /** Milliseconds since the epoch; `began`: its latest part. */
  readonly startedAt: number;
  readonly began: number;
  readonly endedAt?: number;
  readonly attributes?: readonly SearchAttributePair[];
}

export function executionInfo(execution: Execution): WorkflowExecutionInfo {
  const { serial, name = 'test', status, startedAt, began, endedAt, attributes = [] } = execution;
  const temporal = execution.temporal ?? (endedAt === undefined ? 'RUNNING' : 'COMPLETED');
  const own: SearchAttributePair[] = [
    ...(execution.name === undefined ? [] : [{ key: NAME_ATTRIBUTE, value: name }]),
    ...(status === undefined ? [] : [{ key: STATUS_ATTRIBUTE, value: status }]),
    ...attributes,
  ];
  return {
    workflowId: `lh-${name.replace(/ /g, '-')}-${String(serial).padStart(26, '0')}`,
    status: { code: 0, name: temporal },
    startTime: new Date(began),
    ...(endedAt !== undefined && { closeTime: new Date(endedAt) }),
    memo: { startedAt },
    typedSearchAttributes: new TypedSearchAttributes(own),
  } as unknown as WorkflowExecutionInfo;
}

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
