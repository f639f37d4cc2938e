import { isLonghaulError } from '../../../config/errors.js';
import { type Pins, readPins } from '../../../server/binary/pins.js';
import { findBinary } from '../../../server/binary/resolve.js';
import { compareVersions } from '../../../server/binary/version.js';
import { databaseFile, readRecord } from '../../../server/database.js';
import type { Check, DoctorPlace } from '../check.js';
import { ok, skipped, type Verdict, warning } from '../finding.js';

/** The Temporal server that the local daemon runs. What is not here is not fetched. */
export const temporalCheck: Check = {
  name: 'temporal',
  look: async (place) => {
    if ((await place.where()).kind === 'cluster') return skipped('not needed: a cluster is used');
    return verdictOf(place, readPins());
  },
};

async function verdictOf({ env, paths }: DoctorPlace, pins: Pins): Promise<Verdict> {
  const { writtenBy } = readRecord(databaseFile(paths));
  try {
    const { path, versions, source } = await findBinary({ env, paths, pins, writtenBy, notice: () => {} });
    return ok(`${versions.cli} with server ${versions.server}, ${path} (${WHENCE[source] ?? source})`);
  } catch (error) {
    if (!isLonghaulError(error) || !mayBeObtained(env, pins, writtenBy)) throw error;
    return warning(
      `none is here yet: the first command that needs one fetches ${pins.cli} with server ${pins.server}`,
      '`longhaul up` fetches it now; or put `temporal` on PATH, or name its file in LONGHAUL_TEMPORAL_BIN.',
    );
  }
}

const WHENCE: Readonly<Record<string, string>> = {
  LONGHAUL_TEMPORAL_BIN: 'named by LONGHAUL_TEMPORAL_BIN',
  PATH: 'on PATH',
  cache: 'fetched by Longhaul',
};

/** Whether the one we would fetch is new enough for the database, and would be taken. */
function mayBeObtained(env: NodeJS.ProcessEnv, { server }: Pins, writtenBy: string | undefined): boolean {
  return !env.LONGHAUL_TEMPORAL_BIN && (writtenBy === undefined || compareVersions(server, writtenBy) >= 0);
}
