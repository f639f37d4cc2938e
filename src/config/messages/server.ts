import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/** Errors of finding, obtaining, starting and reaching a Temporal server. */
export const SERVER_MESSAGES = {
  SERVER_REFUSED: wording<{ address: string; reason: string }>({
    says: (f) => `Temporal at ${f.address} refuses: ${f.reason}`,
    hint: () => 'Check the namespace, and the key or certificate of the profile.',
    exit: ExitCode.Denied,
  }),
  SERVER_UNREACHABLE: wording<{ address: string; reason: string }>({
    says: (f) => `cannot reach Temporal at ${f.address}: ${f.reason}`,
    hint: () => 'Check TEMPORAL_ADDRESS or the profile, or unset it to use the local daemon.',
    exit: ExitCode.Unreachable,
  }),
  SERVER_PROFILE_UNUSABLE: wording<{ reason: string }>({
    says: (f) => `Temporal's configuration cannot be used: ${f.reason}`,
    hint: () => 'Check TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE and the other TEMPORAL_* variables.',
    exit: ExitCode.NotFound,
  }),
  SERVER_NOT_OBTAINED: wording<{ version: string; attempts: readonly ServerAttempt[] }>({
    says: (f) => ['no Temporal server could be found or obtained:', ...f.attempts.map(showAttempt)].join('\n'),
    hint: (f) =>
      `Put \`temporal\` ${f.version} on PATH, or name its file in LONGHAUL_TEMPORAL_BIN, or set TEMPORAL_ADDRESS to a running cluster.`,
    exit: ExitCode.Unreachable,
  }),
  SERVER_DATABASE_NEWER: wording<{ writtenBy: string; offered: string }>({
    says: (f) =>
      `the database was written by Temporal server ${f.writtenBy}, and the newest one found here is ${f.offered}`,
    hint: (f) =>
      `An older server could damage it: put a \`temporal\` with server ${f.writtenBy} or newer on PATH, or name its file in LONGHAUL_TEMPORAL_BIN.`,
    exit: ExitCode.Unreachable,
  }),
  SERVER_START_FAILED: wording<{ reason: string; log: string }>({
    says: (f) => `the Temporal server did not start: ${f.reason}`,
    hint: (f) => `Its log is ${f.log}.`,
    exit: ExitCode.Unreachable,
  }),
  SERVER_BUSY: wording<{ folder: string; pid: number }>({
    says: (f) => `process ${f.pid} has held ${f.folder} for too long`,
    hint: (f) => `End process ${f.pid} if it hangs, then try again.`,
    exit: ExitCode.Unreachable,
  }),
  DAEMON_START_FAILED: wording<{ reason: string; log: string }>({
    says: (f) => `the local daemon did not start: ${f.reason}`,
    hint: (f) => `Its log is ${f.log}.`,
    exit: ExitCode.Unreachable,
  }),
  DAEMON_REFUSED: wording<{ reason: string; logs: string }>({
    says: (f) => `the local daemon did not restart its worker: ${f.reason}`,
    hint: (f) => `Try \`longhaul down\`, then \`longhaul up\`. Its logs are in ${f.logs}.`,
    exit: ExitCode.Unreachable,
  }),
} as const;

/** One place that was tried for a Temporal binary. */
export interface ServerAttempt {
  readonly source: string;
  readonly why: string;
}

function showAttempt(attempt: ServerAttempt): string {
  return `  ${attempt.source}: ${attempt.why}`;
}
