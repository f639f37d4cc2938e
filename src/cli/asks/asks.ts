import type { RunHandle } from '../../client/run-handle.js';
import { LonghaulError } from '../../config/errors.js';
import type { AskRow } from '../../workflows/messages.js';
import { isNamed } from '../agents.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** An ask as a person reads it: who, what, why. */
export function askLine({ call, label, ask }: AskRow): string {
  return terminalLine(`${call}  ${label}  ${ask.tool} ${ask.summary}  (${ask.reason})`);
}

/**
 * The asks a person means: those of the agent with this number or label; without one, those of the only agent that asks.
 * Throws NO_SUCH_ASK, which lists what there is.
 */
export async function findAsks(handle: RunHandle, agent: string | null): Promise<readonly AskRow[]> {
  const asks = await handle.asks();
  const meant = agent === null ? asks : asks.filter((ask) => isNamed(ask, agent));
  if (meant.length > 0 && meant.every(({ call }) => call === meant[0]?.call)) return meant;
  throw new LonghaulError('NO_SUCH_ASK', { run: handle.run, agent, asking: asks.map(askLine) });
}
