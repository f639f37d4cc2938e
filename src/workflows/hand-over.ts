// Carries a run on in another Temporal run before the history of this one is too long (DESIGN §4, any length).
//
// H1  No leg starts any more, and those at work have ended: a pending activity would be lost with its Temporal run.
// H2  All that has entered the guest and all that has happened is on pages when the other run begins; between the last look
//     and the end of this one nothing happens.
// H3  The run may end by itself meanwhile: then it is not carried on.

import { allHandlersFinished, CancellationScope, condition, workflowInfo } from '@temporalio/workflow';
import type { Calls } from './calls.js';
import type { Caps } from './caps.js';
import type { Carried } from './carried.js';
import type { Chores } from './chores.js';
import type { Pages } from './pages.js';
import type { HandOverLimits } from './spec.js';

/** How long legs may go on before they are asked to yield at their next turn: most are done by then. */
const END_BY_ITSELF = '30 seconds';

interface Parts {
  readonly calls: Calls;
  readonly caps: Caps;
  readonly pages: Pages;
  readonly chores: Chores;
}

/** Waits until this Temporal run is long enough and has come to rest; gives what the next one needs. Never rejects. */
export function handOver(limits: HandOverLimits, parts: Parts): Promise<Carried> {
  // A run that is cancelled ends by that; the hand-over just does not come.
  const { historyLength, historySize } = workflowInfo();
  return CancellationScope.nonCancellable(async () => {
    await condition(() => isLong(limits, { events: historyLength, bytes: historySize }));
    await comeToRest(parts);
    const pages = await completePages(parts);
    return { pages, ...parts.calls.carry(), caps: parts.caps.carry() };
  });
}

/** Events that a Temporal run gets done at least, whatever the server suggests. */
const FEWEST_EVENTS = 500;

/** `before`: what it took to run the script again, which must not be all that a Temporal run does. */
function isLong({ events, bytes }: HandOverLimits, before: HandOverLimits): boolean {
  const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
  const more = historyLength - before.events;
  return more >= events || historySize - before.bytes >= bytes || (continueAsNewSuggested && more >= FEWEST_EVENTS);
}

/** H1 */
async function comeToRest({ calls, chores }: Parts): Promise<void> {
  calls.stop();
  if (!(await condition(() => calls.isIdle(), END_BY_ITSELF))) {
    calls.yield();
    await condition(() => calls.isIdle());
  }
  await condition(() => chores.areDone());
}

/** H2 */
async function completePages({ calls, pages, chores }: Parts): Promise<readonly string[]> {
  for (;;) {
    const digests = await pages.complete();
    const atRest = () => calls.isDelivered() && chores.areDone() && allHandlersFinished();
    if (atRest() && pages.areComplete()) return digests;
    await condition(atRest);
  }
}
