import { setTimeout as delay } from 'node:timers/promises';
import type { RunSpec } from '../workflows/spec.js';
import { dryRun } from './dry-run.js';
import { type Estimate, estimatePast, estimatePath } from './estimate.js';
import type { LonghaulClient } from './longhaul-client.js';

/** Past runs looked at: the newest. */
const MOST_PAST = 20;

/** A walk is cut that early, so that what it has counted arrives in time. */
const CUT_AT = 0.75;

/**
 * What a run may take, said within `withinMs` milliseconds. Never fails: what cannot be found out in time, or at all, is
 * null, since an estimate must not keep a run from its start.
 */
export async function estimateRun(
  client: Pick<LonghaulClient, 'past'>,
  spec: RunSpec,
  withinMs: number,
): Promise<Estimate> {
  const [path, past] = await Promise.all([
    inTime(dryRun(spec, { cutAfter: withinMs * CUT_AT, endAfter: withinMs }), withinMs),
    inTime(client.past(spec.script.meta.name, MOST_PAST), withinMs),
  ]);
  return {
    path: path && estimatePath(path, spec.prices, past ?? []),
    past: estimatePast(past ?? []),
  };
}

async function inTime<T>(work: Promise<T>, withinMs: number): Promise<T | null> {
  const over = new AbortController();
  const late = delay(withinMs, null, { signal: over.signal }).catch(() => null);
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    over.abort();
  }
}
