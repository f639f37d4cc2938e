import { ExitCode } from '../../../config/exit-code.js';

/** How the dashboard is left: by a key, by a signal, or by a fault. */
export interface Leaving {
  /** Rejects with the fault. */
  readonly code: Promise<ExitCode>;
  leave(code: ExitCode): void;
  fail(error: unknown): void;
  /** Signals and faults mean again what they mean without us. */
  release(): void;
}

/** From here on signals and faults leave the dashboard in order, so that the terminal is restored before anything is said. */
export function leaving(): Leaving {
  let leave: (code: ExitCode) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const code = new Promise<ExitCode>((resolve, reject) => {
    leave = resolve;
    fail = reject;
  });
  const terminated = (): void => leave(ExitCode.Terminated);
  const interrupted = (): void => leave(ExitCode.Interrupted);
  process.on('SIGTERM', terminated);
  process.on('SIGHUP', terminated);
  process.on('SIGINT', interrupted);
  process.on('uncaughtException', fail);
  return {
    code,
    leave,
    fail,
    release() {
      process.off('SIGTERM', terminated);
      process.off('SIGHUP', terminated);
      process.off('SIGINT', interrupted);
      process.off('uncaughtException', fail);
    },
  };
}
