import { createHash } from 'node:crypto';

/** sha256 of a text's UTF-8 bytes, in hex. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
