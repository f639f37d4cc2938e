import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/** Errors of runs: starting, finding, controlling them. */
export const RUN_MESSAGES = {
  RUN_NOT_FOUND: wording<{ run: string }>({
    says: (f) => `no run matches "${f.run}"`,
    exit: ExitCode.NotFound,
  }),
  RUN_TERMINATED: wording<{ run: string }>({
    says: (f) => `run ${f.run} was terminated on the server`,
    exit: ExitCode.RunFailed,
  }),
  WRONG_STATE: wording<{ run: string; why: string }>({
    says: (f) => `${f.run}: ${f.why}`,
    exit: ExitCode.RunFailed,
  }),
} as const;
