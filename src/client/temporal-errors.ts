import { LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';

/** gRPC status codes a person can act on. https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
/** Of a query: no worker polls, or the run's last workflow task failed. */
const FAILED_PRECONDITION = 9;
const ABORTED = 10;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

const PASSING: readonly unknown[] = [DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, UNAVAILABLE];

/** What Temporal's client threw, as an error of ours where a person can act on it; else unchanged. */
export function temporalError(error: unknown, run: string, address = 'the server'): unknown {
  if (error instanceof LonghaulError) return error;
  const { name } = error as Error;
  if (name === 'WorkflowNotFoundError') return new LonghaulError('RUN_NOT_FOUND', { run }, { cause: error });
  if (name === 'NamespaceNotFoundError') return refused(error, address);
  switch (grpcStatus(error)) {
    case NOT_FOUND:
      return new LonghaulError('RUN_NOT_FOUND', { run }, { cause: error });
    case PERMISSION_DENIED:
    case UNAUTHENTICATED:
      return refused(error, address);
    case UNIMPLEMENTED:
      return new LonghaulError('SERVER_UNREACHABLE', { address, reason: 'it is no Temporal server' }, { cause: error });
    case DEADLINE_EXCEEDED:
    case RESOURCE_EXHAUSTED:
    case UNAVAILABLE:
      return new LonghaulError('SERVER_UNREACHABLE', { address, reason: (error as Error).message }, { cause: error });
    default:
      return error;
  }
}

function refused(error: unknown, address: string): LonghaulError {
  return new LonghaulError('SERVER_REFUSED', { address, reason: messageOf(error) }, { cause: error });
}

/** Whether the same question may be answered later: the server or the workers are away or busy, or the run is not ready. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes(grpcStatus(error)) || isRecalling(error);
}

/** A long run answers nothing while its script is run again in another Temporal run, for some seconds at most. */
export function isRecalling(error: unknown): boolean {
  const { name, cause } = error as { name?: string; cause?: { message?: string } };
  return name === 'QueryNotRegisteredError' || cause?.message?.startsWith('No registered handler for update') === true;
}

/** Whether the server refused a start because our search attributes are not registered there. */
export function lacksSearchAttributes(error: unknown): boolean {
  return grpcStatus(error) === INVALID_ARGUMENT && /search attribute/i.test(messages(error));
}

/** Rethrows what became of an update that was not done: WRONG_STATE by its validator or of a run that has ended, NO_WORKER. */
export function updateFailed(run: string): (error: unknown) => never {
  return (error) => {
    const cause = (error as { cause?: { type?: string; message?: string } }).cause;
    if (cause?.type === 'WRONG_STATE')
      throw new LonghaulError('WRONG_STATE', { run, why: cause.message ?? '' }, { cause: error });
    if (isPassing(error)) throw new LonghaulError('NO_WORKER', { run }, { cause: error });
    if (hasEnded(error)) throw new LonghaulError('WRONG_STATE', { run, why: 'the run has ended' }, { cause: error });
    throw error;
  };
}

/** The server says NOT_FOUND both of runs it never saw and of runs that have ended. */
function hasEnded(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkflowNotFoundError' && /already completed/i.test(error.message);
}

function grpcStatus(error: unknown): number | undefined {
  for (let at: unknown = error, depth = 0; at && depth < 5; at = (at as { cause?: unknown }).cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'number') return code;
  }
  return undefined;
}

function messages(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: unknown };
  return cause ? `${message} ${messages(cause)}` : String(message);
}
