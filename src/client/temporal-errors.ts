import { LonghaulError } from '../config/errors.js';

/** gRPC status codes a person can act on. https://grpc.io/docs/guides/status-codes/ */
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const UNAVAILABLE = 14;

/** What Temporal's client threw, as an error of ours where a person can act on it; else unchanged. */
export function temporalError(error: unknown, run: string, address = 'the server'): unknown {
  if (error instanceof LonghaulError) return error;
  const { name } = error as Error;
  if (name === 'WorkflowNotFoundError') return new LonghaulError('RUN_NOT_FOUND', { run }, { cause: error });
  switch (grpcStatus(error)) {
    case NOT_FOUND:
      return new LonghaulError('RUN_NOT_FOUND', { run }, { cause: error });
    case DEADLINE_EXCEEDED:
    case UNAVAILABLE:
      return new LonghaulError('SERVER_UNREACHABLE', { address, reason: (error as Error).message }, { cause: error });
    default:
      return error;
  }
}

/** Rethrows the refusal of an update's validator as WRONG_STATE. */
export function wrongState(run: string): (error: unknown) => never {
  return (error) => {
    const cause = (error as { cause?: { type?: string; message?: string } }).cause;
    if (cause?.type === 'WRONG_STATE') throw new LonghaulError('WRONG_STATE', { run, why: cause.message ?? '' }, { cause: error });
    throw error;
  };
}

function grpcStatus(error: unknown): number | undefined {
  for (let at: unknown = error, depth = 0; at && depth < 5; at = (at as { cause?: unknown }).cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'number') return code;
  }
  return undefined;
}
