import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/** Errors of finding, obtaining, starting and reaching a Temporal server. */
export const SERVER_MESSAGES = {
  SERVER_UNREACHABLE: wording<{ address: string; reason: string }>({
    says: (f) => `cannot reach Temporal at ${f.address}: ${f.reason}`,
    hint: () => 'Check TEMPORAL_ADDRESS or the profile, or unset it to use the local daemon.',
    exit: ExitCode.Unreachable,
  }),
} as const;
