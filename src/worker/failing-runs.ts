import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';
import { RUN_WORKFLOW_TYPE } from '../workflows/messages.js';
import type { FailingTask } from './failing-task.js';

/** One execution of a run. */
export type Place = Pick<WorkflowExecutionInfo, 'workflowId' | 'runId'>;

/** Runs looked at in one round. */
const MOST_RUNS = 200;

const OPEN_RUNS = `WorkflowType = '${RUN_WORKFLOW_TYPE}' AND WorkflowId STARTS_WITH 'lh-' AND ExecutionStatus = 'Running'`;
/** The server (1.30 or later) sets the attribute after five failures in a row, and takes it away with the next success. */
const IN_TROUBLE = `${OPEN_RUNS} AND TemporalReportedProblems IS NOT NULL`;

/** The runs of the namespace whose workflow tasks have failed in a row, at most 200 of them. */
export async function* runsInTrouble(client: Client): AsyncIterable<Place> {
  let seen = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query: IN_TROUBLE })) {
    yield { workflowId, runId };
    if (++seen === MOST_RUNS) return;
  }
}

/** Null when no workflow task of the run is being tried again. `now` is in milliseconds since the epoch. */
export async function failingTask(client: Client, run: Place, now: number): Promise<FailingTask | null> {
  const { raw, searchAttributes } = await client.workflow.getHandle(run.workflowId, run.runId).describe();
  const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
  if (attempt < 2) return null;
  const failures = await failuresSinceSuccess(client, run);
  const [last] = failures;
  const first = failures.at(-1);
  if (!last || !first) return null;
  return {
    attempt,
    failingForMs: now - milliseconds(first.at),
    causes: [last.cause, ...reportedCauses(searchAttributes.TemporalReportedProblems)],
    failure: last.failure,
  };
}

interface TaskFailure {
  readonly at: temporal.api.history.v1.IHistoryEvent['eventTime'];
  readonly cause: string;
  readonly failure: FailingTask['failure'];
}

/** Latest first. The server keeps the first attempt of each task only. */
async function failuresSinceSuccess(client: Client, { workflowId, runId }: Place): Promise<readonly TaskFailure[]> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: EVENTS,
  });
  const failures: TaskFailure[] = [];
  for (const event of history?.events ?? []) {
    if (event.workflowTaskCompletedEventAttributes) break;
    const attributes = event.workflowTaskFailedEventAttributes;
    if (!attributes) continue;
    failures.push({ at: event.eventTime, cause: causeName(attributes.cause), failure: attributes.failure ?? null });
  }
  return failures;
}

/** Of the history's end: a run that fails gets few events. */
const EVENTS = 500;

const { WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;

function causeName(cause: temporal.api.enums.v1.WorkflowTaskFailedCause | null | undefined): string {
  return (WorkflowTaskFailedCause[cause ?? 0] ?? '').replace('WORKFLOW_TASK_FAILED_CAUSE_', '');
}

/** `cause=WorkflowTaskFailedCauseNonDeterministicError` and the like, beside `category=…`. */
function reportedCauses(problems: unknown): readonly string[] {
  if (!Array.isArray(problems)) return [];
  return problems
    .map((problem) => /^cause=WorkflowTaskFailedCause(\w+)$/.exec(String(problem))?.[1])
    .filter((cause) => cause !== undefined)
    .map((cause) => cause.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase());
}

function milliseconds(at: TaskFailure['at']): number {
  return Number(at?.seconds ?? 0) * 1_000 + (at?.nanos ?? 0) / 1e6;
}
