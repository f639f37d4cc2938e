import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { RUN_WORKFLOW_TYPE } from '../workflows/messages.js';

/**
 * The runs the server knows whose id begins in this way (`lh-` for all), as Temporal has them; of one that was continued only its latest
 * part. In no order that can be relied on. `conditions` are in Temporal's query language: nothing foreign may be in them.
 */
export function executions(
  client: Client,
  idBegins: string,
  conditions: readonly string[] = [],
): AsyncIterable<WorkflowExecutionInfo> {
  if (!/^lh-[a-z0-9-]*$/.test(idBegins)) throw new TypeError(`no id begins with ${idBegins}`);
  const query = [
    // Ours begin with `lh-`: a shared namespace may hold other workflows of the same type name.
    `WorkflowType = '${RUN_WORKFLOW_TYPE}'`,
    `WorkflowId STARTS_WITH '${idBegins}'`,
    "ExecutionStatus != 'ContinuedAsNew'",
    ...conditions,
  ];
  return client.workflow.list({ query: query.join(' AND '), pageSize: PAGE });
}

const PAGE = 1_000;
