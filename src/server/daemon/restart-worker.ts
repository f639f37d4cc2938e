import { LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import { ask, type ControlReply } from './control.js';
import { providerSettings } from './provider.js';
import type { DaemonInfo } from './record.js';

/**
 * Gives the daemon a new worker, with the provider settings (ANTHROPIC_*) of `env` and no others.
 *
 * The old one lets its agents finish their turns; the new one carries them on. Returns when it is ready. Throws
 * DAEMON_REFUSED when it cannot be asked or the worker does not come back.
 */
export async function restartWorker(info: DaemonInfo, env: NodeJS.ProcessEnv): Promise<void> {
  const request = { op: 'restart-worker', env: providerSettings(env) } as const;
  const reply = await ask(info.control, request, READY_WITHIN_MS).catch(
    (error: unknown): ControlReply => ({
      kind: 'failed',
      reason: messageOf(error),
    }),
  );
  if (reply.kind === 'failed') throw new LonghaulError('DAEMON_REFUSED', { reason: reply.reason, logs: info.logs });
}

/** The old worker's grace and the new one's start. */
const READY_WITHIN_MS = 90_000;
