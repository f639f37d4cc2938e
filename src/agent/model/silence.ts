/** Ends a request when its provider says nothing for too long, or when the caller no longer wants it. */
export interface SilenceWatch {
  /** Aborts on silence and when the caller's signal does. */
  readonly signal: AbortSignal;
  /** Call on every sign of life. */
  broken(): void;
  /** Call when the request is over. */
  end(): void;
}

export function watchForSilence(stallMs: number, outer: AbortSignal): SilenceWatch {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, stallMs);
  if (outer.aborted) abort();
  else outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    broken: () => {
      timer.refresh();
    },
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}
