import { isLonghaulError } from '../config/errors.js';
import type { RunHandle } from './run-handle.js';

/** Whether a run goes on. One that the server does not know, or not any more, does not. */
export async function goesOn(handle: Pick<RunHandle, 'isOpen'>): Promise<boolean> {
  try {
    return await handle.isOpen();
  } catch (error) {
    if (isLonghaulError(error) && error.code === 'RUN_NOT_FOUND') return false;
    throw error;
  }
}
