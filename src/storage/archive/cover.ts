import type { Keyring } from '../encryption/keyring.js';
import { isSealed, seal, unseal } from '../encryption/seal.js';

/** What a text of a record is, and where it lies. */
export interface Covered {
  /** With another it does not open. */
  readonly about: string;
  readonly place: string;
}

/** A text as it is kept: encrypted where there is a key. */
export function cover(text: string, { current }: Keyring, about: string): Uint8Array {
  const plain = Buffer.from(text);
  return current ? seal(plain, current, about) : plain;
}

/**
 * The text; null when it was changed. What was kept before there was a key stays readable.
 *
 * @throws LonghaulError ENCRYPTION_KEY_MISSING
 */
export function uncover(kept: Uint8Array, keyring: Keyring, { about, place }: Covered): string | null {
  const plain = isSealed(kept) ? unseal(kept, keyring, { kind: 'record of a run', about, place }) : kept;
  return plain && Buffer.from(plain).toString();
}

/** The same for one line of a file: no JSON object looks like base64. */
export function coverLine(text: string, keyring: Keyring, about: string): string {
  return keyring.current ? Buffer.from(cover(text, keyring, about)).toString('base64') : text;
}

export function uncoverLine(line: string, keyring: Keyring, covered: Covered): string | null {
  return line.startsWith('{') ? line : uncover(Buffer.from(line, 'base64'), keyring, covered);
}
