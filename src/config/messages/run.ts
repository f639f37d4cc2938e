import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/** Errors of runs: starting, finding, controlling them. */
export const RUN_MESSAGES = {
  RUN_NOT_FOUND: wording<{ run: string }>({
    says: (f) => `no run matches "${f.run}"`,
    exit: ExitCode.NotFound,
  }),
} as const;
