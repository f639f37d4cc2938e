import { LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';

/**
 * The arguments of a run as JSON text, from what the person gave; null when nothing was given.
 *
 * The text is kept as written. One exception (DIALECT, "args"): a string that itself holds a JSON object or list stands for
 * that object or list; a string that holds any other JSON stays a string. Throws ARGS_NOT_JSON.
 */
export function parseArgs(json: string | undefined): string | null {
  if (json === undefined) return null;
  const value = parseJson(json);
  return typeof value === 'string' && holdsObjectOrList(value) ? value : json;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new LonghaulError('ARGS_NOT_JSON', { reason: messageOf(error) }, { cause: error });
  }
}

function holdsObjectOrList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false; // plain text
  }
}
