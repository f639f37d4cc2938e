/** How a command ends. The one table of exit codes; 2, 124, 130 and 143 are the shell's own customs, 3 to 5 are ours. */
export const ExitCode = {
  Ok: 0,
  /** The run failed, was stopped, or completed with failures (`--allow-failures` forgives the last). */
  RunFailed: 1,
  /** The command line or the script is wrong: nothing was started. */
  Usage: 2,
  /** Something named does not exist, or the configuration is incomplete. */
  NotFound: 3,
  /** Permission or approval is needed. */
  Denied: 4,
  /** Temporal cannot be reached, found or started. */
  Unreachable: 5,
  TimedOut: 124,
  Interrupted: 130,
  Terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
