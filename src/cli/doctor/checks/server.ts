import { join } from 'node:path';
import { messageOf } from '../../../config/message-of.js';
import type { DaemonStatus } from '../../../server/daemon/status.js';
import type { Check } from '../check.js';
import { ok, problem, type Verdict, warning } from '../finding.js';

/** The Temporal server that commands reach. */
export const serverCheck: Check = {
  name: 'server',
  look: async (place) => {
    const where = await place.where();
    if (where.kind === 'cluster') {
      const server = await place.server();
      return ok(`Temporal ${server?.version} at ${where.address}, namespace ${where.namespace}`);
    }
    const { status } = where;
    if (status.at !== 'running') return notUp(status, join(place.paths.state, 'daemon', 'logs'));
    return place.server().then(
      (server) => ok(`the local daemon: Temporal ${server?.version} at ${status.info.address}`),
      (error: unknown) =>
        problem(messageOf(error), `\`longhaul down\`, then \`longhaul up\`. Its logs are in ${status.info.logs}.`),
    );
  },
};

function notUp(status: Exclude<DaemonStatus, { at: 'running' }>, logs: string): Verdict {
  if (status.at === 'starting') return warning('the local daemon is starting', `If it hangs, its logs are in ${logs}.`);
  if (status.at === 'crashed')
    return problem('the local daemon was killed', '`longhaul up` ends what is left of it and starts anew.');
  return ok('the local daemon does not run; commands that need it start it');
}
