import { homedir } from 'node:os';
import { longhaulPaths } from '../../src/config/paths.js';
import { readPins } from '../../src/server/binary/pins.js';
import { resolveBinary, type TemporalBinary } from '../../src/server/binary/resolve.js';

/** A real Temporal: the one `npm test` has obtained, or what this machine has. */
export function temporalBinary(): Promise<TemporalBinary> {
  return resolveBinary({
    env: process.env,
    paths: longhaulPaths(process.env, homedir()),
    pins: readPins(),
    writtenBy: undefined,
    notice: () => undefined,
  });
}
