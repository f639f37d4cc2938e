import type { WorkerSeen } from '../../../client/server-view.js';
import type { DaemonInfo } from '../../../server/daemon/record.js';
import { workerBuild } from '../../../worker/build.js';
import type { Check, DoctorPlace } from '../check.js';
import { ok, problem, skipped, type Verdict, warning } from '../finding.js';
import { workerCommand } from '../worker-command.js';

/** Whether somebody serves runs, and is of the build of this command. */
export const workerCheck: Check = {
  name: 'worker',
  look: async (place) => {
    const where = await place.where();
    const server = await place.server().catch(() => null); // the check of the server says why
    if (!server) return skipped('no server to ask');
    const [seen, here] = await Promise.all([server.workers(), workerBuild()]);
    if (where.kind === 'daemon' && where.status.at === 'running') {
      return daemonVerdict(where.status.info, where.status.down.includes('worker'), seen, here);
    }
    return seen.length === 0 ? nobody(place.flags) : buildVerdict(seen, here);
  },
};

/** `down`: its process is away. */
function daemonVerdict(info: DaemonInfo, down: boolean, seen: readonly WorkerSeen[], here: string): Verdict {
  const mend = `\`longhaul down\`, then \`longhaul up\`. Its log is in ${info.logs}.`;
  if (down) return problem("the daemon's worker is away and is being started again", mend);
  if (seen.length === 0) return problem("the daemon's worker runs, and has asked for no run for a minute", mend);
  if (info.workerBuild !== null && info.workerBuild !== here) {
    return warning(
      `the daemon's worker runs ${info.workerBuild}, this command is ${here}`,
      '`longhaul down`, then `longhaul up`: runs go on with the new build.',
    );
  }
  return ok(`pid ${info.worker?.pid}, ${info.workerBuild ?? 'of unknown build'}`);
}

function nobody(flags: DoctorPlace['flags']): Verdict {
  return problem(
    'no worker has asked for runs for a minute: those that are started wait',
    `Start one where agents may work: \`${workerCommand(flags)}\`.`,
  );
}

/** Workers of two builds may not be able to go on with one another's runs. */
function buildVerdict(seen: readonly WorkerSeen[], here: string): Verdict {
  const builds = [...new Set(seen.map(({ build }) => build ?? 'of unknown build'))].toSorted();
  const says = `${seen.length} on the task queue: ${builds.join(', ')}`;
  return builds.every((build) => build === here)
    ? ok(says)
    : warning(`${says}; this command is ${here}`, 'Give workers and commands the same version of Longhaul.');
}
