import { copyFileSync, mkdirSync, openSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log grows to this many bytes, then it becomes `<file>.1`, and the former `.1` is gone. */
export const LOG_BYTES = 5 * 1024 * 1024;

/** A descriptor for appending, fit to be a child's output. The caller closes it. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return openSync(file, 'a', 0o600);
}

/** Keeps the log within bounds. It is copied and cut rather than renamed, since children hold it open for appending. */
export function boundLog(file: string, bytes: number): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= bytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}
