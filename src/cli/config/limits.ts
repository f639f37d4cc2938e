import { DEFAULT_RUN_LIMITS } from '../../workflows/spec.js';
import { duration } from '../output/amounts.js';
import { DEFAULT, type Setting } from './setting.js';

/** How far a run may go when its command does not say. */
export function limitSettings(): readonly Setting[] {
  const { concurrency, maxAgents, nesting, stallMs, retry, guest } = DEFAULT_RUN_LIMITS;
  const limits = {
    concurrency,
    'max-agents': maxAgents,
    nesting,
    stall: duration(stallMs),
    attempts: retry.attempts,
    heap: `${guest.heapBytes / 2 ** 20} MB`,
    'max-usd': null,
    'max-tokens': null,
    'max-duration': null,
  };
  return Object.entries(limits).map(([name, value]) => ({ key: `limit.${name}`, value, origin: DEFAULT }));
}
