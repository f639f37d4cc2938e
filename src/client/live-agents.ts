import type { WorkflowHandle } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { CallId } from '../interpreter/call.js';
import type { LegHeartbeat } from '../workflows/ports.js';

/** What an agent that is at work does just now, some seconds late. */
export interface LiveAgent extends LegHeartbeat {
  readonly call: CallId;
  readonly leg: number;
}

/** How legs are called (src/workflows/legs.ts). */
const LEG = /^agent-(\d+)-(\d+)$/;

/** The agents at work whose legs have told something. Needs no worker; heartbeats are for screens only (G1). */
export async function liveAgents(handle: WorkflowHandle): Promise<readonly LiveAgent[]> {
  const { raw } = await handle.describe();
  const converter = handle.client.options.loadedDataConverter;
  const agents = (raw.pendingActivities ?? []).map(async ({ activityId, heartbeatDetails }) => {
    const leg = LEG.exec(activityId ?? '');
    if (!leg || !heartbeatDetails?.payloads) return [];
    const [told] = (await decodeArrayFromPayloads(converter, heartbeatDetails.payloads)) as readonly LegHeartbeat[];
    return told ? [{ ...told, call: Number(leg[1]), leg: Number(leg[2]) }] : [];
  });
  return (await Promise.all(agents)).flat();
}
