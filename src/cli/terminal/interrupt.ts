/** The first Ctrl-C, for a command that has something to say before it leaves. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly pressed: Promise<undefined>;
  readonly release: () => void;
}

/** Takes the first Ctrl-C. The next one finds no listener, so it ends the process. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const { signal } = controller;
  const press = (): void => controller.abort();
  process.once('SIGINT', press);
  return {
    signal,
    pressed: new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined))),
    release: () => process.off('SIGINT', press),
  };
}
