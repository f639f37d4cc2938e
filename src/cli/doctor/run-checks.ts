import { setTimeout as delay } from 'node:timers/promises';
import { isLonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { Check, DoctorPlace } from './check.js';
import { type Finding, problem, type Verdict } from './finding.js';

/**
 * Runs all checks at once and returns what they found, in the order of the checks. One that throws, or takes longer than
 * `limitMs`, is a problem of its own and harms no other.
 */
export async function runChecks(
  checks: readonly Check[],
  place: DoctorPlace,
  limitMs: number,
): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => findingsOf(check, place, limitMs)));
  return found.flat();
}

async function findingsOf({ name, look }: Check, place: DoctorPlace, limitMs: number): Promise<readonly Finding[]> {
  const over = new AbortController();
  const late = delay(
    limitMs,
    problem(`no answer within ${limitMs / 1_000} s`, 'Run it again when the machine is less busy.'),
    {
      signal: over.signal,
    },
  );
  late.catch(() => undefined); // it is ended below, when the check was quicker
  try {
    const verdicts = await Promise.race([Promise.resolve(look(place)), late]);
    return (Array.isArray(verdicts) ? verdicts : [verdicts]).map((verdict: Verdict) => ({ name, ...verdict }));
  } catch (error) {
    return [{ name, ...ofError(error) }];
  } finally {
    over.abort();
  }
}

function ofError(error: unknown): Verdict {
  if (isLonghaulError(error)) return problem(error.message, error.hint ?? null);
  return problem(`it cannot be checked: ${messageOf(error)}`, null);
}
