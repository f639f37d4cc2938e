import { getSystemErrorMap } from 'node:util';
import { LonghaulError } from '../config/errors.js';

/** `ENOENT` and the like; undefined for what the operating system did not report. */
export function systemCode(error: unknown): string | undefined {
  return isSystemError(error) ? error.code : undefined;
}

/** `permission denied (EACCES)` and the like; undefined for what the operating system did not report. */
export function systemReason(error: unknown): string | undefined {
  return isSystemError(error) ? reasonOf(error) : undefined;
}

/** What to throw when `path` could not be written: an error with the system's reason, or `error` itself when it has none. */
export function writeFailure(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const code = isOutOfSpace(error) ? 'STORAGE_FULL' : 'STORAGE_UNWRITABLE';
  return new LonghaulError(code, { path, reason: reasonOf(error) }, { cause: error });
}

/** The same for reading. */
export function readFailure(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new LonghaulError('STORAGE_UNREADABLE', { path, reason: reasonOf(error) }, { cause: error });
}

interface SystemError {
  readonly code: string;
  readonly errno: number;
}

function isSystemError(error: unknown): error is SystemError {
  return typeof error === 'object' && error !== null && 'errno' in error && 'code' in error;
}

function isOutOfSpace(error: SystemError): boolean {
  return error.code === 'ENOSPC' || error.code === 'EDQUOT';
}

function reasonOf(error: SystemError): string {
  const words = getSystemErrorMap().get(error.errno)?.[1];
  return words === undefined ? error.code : `${words} (${error.code})`;
}
