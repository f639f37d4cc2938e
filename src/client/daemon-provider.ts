import { LonghaulError } from '../config/errors.js';
import { type DaemonOptions, ensureDaemon, runningDaemon } from '../server/daemon/ensure.js';
import { fingerprint, type ProviderFingerprint } from '../server/daemon/provider.js';
import { type DaemonInfo, daemonFiles } from '../server/daemon/record.js';
import { restartWorker } from '../server/daemon/restart-worker.js';

/**
 * The local daemon with a worker that has a key for a model provider: its own, else this terminal's.
 *
 * Throws NO_PROVIDER, before anything is started, when neither has one; and what `ensureDaemon` and `restartWorker` name.
 */
export async function daemonForAgents(options: DaemonOptions): Promise<DaemonInfo> {
  const here = fingerprint(options.env);
  const running = runningDaemon(daemonFiles(options.paths).record);
  if (!here.key && !running?.provider.key) throw new LonghaulError('NO_PROVIDER', {});

  const daemon = running ?? (await ensureDaemon(options));
  if (!daemon.provider.key) return givenProvider(daemon, options);
  if (here.key && differ(here, daemon.provider)) options.notice(differenceOf(here, daemon.provider));
  return daemon;
}

/** The daemon with the provider settings of this terminal, when it has any and the worker's are others. */
export async function daemonOfThisTerminal(options: DaemonOptions): Promise<DaemonInfo> {
  const here = fingerprint(options.env);
  const daemon = await ensureDaemon(options);
  return here.key && differ(here, daemon.provider) ? givenProvider(daemon, options) : daemon;
}

async function givenProvider(daemon: DaemonInfo, { env, notice }: DaemonOptions): Promise<DaemonInfo> {
  notice("restarting the worker with this terminal's provider settings");
  await restartWorker(daemon, env);
  return { ...daemon, provider: fingerprint(env) };
}

/** Keys are not compared: a fingerprint does not hold them. */
function differ(here: ProviderFingerprint, there: ProviderFingerprint): boolean {
  return here.key !== there.key || here.cloud !== there.cloud || here.baseUrl !== there.baseUrl;
}

function differenceOf(here: ProviderFingerprint, there: ProviderFingerprint): string {
  const [ours, theirs] = [here, there].map(({ cloud, baseUrl }) => baseUrl ?? cloud ?? 'the Anthropic API');
  return `warning: the worker sends its requests to ${theirs}, this terminal names ${ours}; \`longhaul up\` gives the worker this terminal's settings`;
}
