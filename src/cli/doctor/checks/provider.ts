import { connect } from '../../../agent/model/routes/connect.js';
import { fingerprint, providerSettings } from '../../../server/daemon/provider.js';
import type { Check, DoctorPlace } from '../check.js';
import { ok, problem, skipped, type Verdict, warning } from '../finding.js';

/** Whether agents can ask a model. Names variables, never what they hold, and sends nothing. */
export const providerCheck: Check = {
  name: 'provider',
  look: async (place) => {
    if (place.env.LONGHAUL_OFFLINE === '1') return skipped('LONGHAUL_OFFLINE is set: the scripted model answers');
    const where = await place.where();
    if (where.kind === 'cluster') return skipped('the workers of the cluster have settings of their own');
    const { status } = where;
    const worker = status.at === 'running' ? status.info.provider : null;
    const here = await connect(place.env);
    if (here.kind === 'ready') return ofTerminal(place, worker);
    if (worker?.key) return ok(`the worker asks ${placeOf(worker)}, with a key; this terminal has none`);
    return problem(here.message, 'Set it, then `longhaul up`; `longhaul run --offline` needs none.');
  },
};

type Fingerprint = ReturnType<typeof fingerprint>;

function ofTerminal({ env }: DoctorPlace, worker: Fingerprint | null): Verdict {
  const here = fingerprint(env);
  const says = `${placeOf(here)}, by ${Object.keys(providerSettings(env)).toSorted().join(', ')}`;
  if (!worker?.key || placeOf(worker) === placeOf(here)) return ok(says);
  return warning(
    `the worker asks ${placeOf(worker)}, this terminal names ${says}`,
    "`longhaul up` gives the worker this terminal's settings.",
  );
}

function placeOf({ cloud, baseUrl }: Fingerprint): string {
  return baseUrl ?? cloud ?? 'the Anthropic API';
}
