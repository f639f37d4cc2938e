import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of Longhaul's package.json. Holds from src/ and from dist/ alike: both are one level below it. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Version of this Longhaul. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
