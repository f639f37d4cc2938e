// Prints the path of a Temporal binary fit for tests, obtained if need be. Wants `dist`.

import { homedir } from 'node:os';
import { longhaulPaths } from '../dist/config/paths.js';
import { readPins } from '../dist/server/binary/pins.js';
import { resolveBinary } from '../dist/server/binary/resolve.js';

try {
  const binary = await resolveBinary({
    env: process.env,
    paths: longhaulPaths(process.env, homedir()),
    pins: readPins(),
    writtenBy: undefined,
    notice: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${binary.path}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n${error.hint ?? ''}\n`);
  process.exitCode = 1;
}
