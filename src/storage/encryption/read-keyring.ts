import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { LonghaulError } from '../../config/errors.js';
import { readFailure } from '../system-error.js';
import { type Keyring, NO_KEYS, parseKeyring } from './keyring.js';

const VALUE = 'LONGHAUL_ENCRYPTION_KEY';
const FILE = 'LONGHAUL_KEYRING_FILE';

/**
 * The keys that the environment names: in LONGHAUL_ENCRYPTION_KEY itself, or in the file LONGHAUL_KEYRING_FILE. None
 * when it names none.
 *
 * @throws LonghaulError KEYRING_INVALID, also for a file that others may read; STORAGE_UNREADABLE
 */
export function readKeyring(env: Readonly<Record<string, string | undefined>>): Keyring {
  const value = env[VALUE];
  const file = env[FILE];
  if (value && file) {
    throw new LonghaulError('KEYRING_INVALID', {
      source: VALUE,
      reason: `${FILE} is set as well, and only one counts`,
    });
  }
  if (value) return parseKeyring(value, VALUE);
  return file ? parseKeyring(readPrivate(file), file) : NO_KEYS;
}

/** Asked and read through one descriptor, so that it is the same file. */
function readPrivate(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    throw readFailure(file, error);
  }
  try {
    if ((fstatSync(descriptor).mode & 0o077) !== 0) {
      const reason = 'others may read or change it; `chmod 600` it';
      throw new LonghaulError('KEYRING_INVALID', { source: file, reason });
    }
    return readFileSync(descriptor, 'utf8');
  } catch (error) {
    throw readFailure(file, error);
  } finally {
    closeSync(descriptor);
  }
}
