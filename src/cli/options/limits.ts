import type { RunRequest } from '../../client/prepare-run.js';
import { runCaps } from './caps.js';
import type { LimitOptions } from './options.js';

/** What the options say of how far a run may go, as a request says it. */
export function requestedLimits(options: LimitOptions): Pick<RunRequest, 'caps' | 'limits' | 'onFail'> {
  const { concurrency, maxAgents, maxWait, onFail } = options;
  return {
    caps: runCaps(options),
    limits: {
      ...(concurrency !== undefined && { concurrency }),
      ...(maxAgents !== undefined && { maxAgents }),
      ...(maxWait !== undefined && { maxWaitMs: maxWait }),
    },
    ...(onFail !== undefined && { onFail }),
  };
}
