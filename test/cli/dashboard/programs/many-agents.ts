// The dashboard with a run of many agents that are all at work, of which some end and others begin all the time; no server.
// Whoever saves the run finds a fault. Arguments: number of agents, events a second after the beginning.

import { setTimeout as sleep } from 'node:timers/promises';
import { dashboard } from '../../../../src/cli/dashboard/dashboard.js';
import { processTerminal } from '../../../../src/cli/terminal/terminal.js';
import type { LonghaulClient } from '../../../../src/client/longhaul-client.js';
import type { RunHandle } from '../../../../src/client/run-handle.js';
import type { RunEvent, RunHappening } from '../../../../src/workflows/events.js';
import { listed, RUN } from '../../../support/dashboard-scene.js';
import { done, queued, running, started } from '../../../support/run-story.js';

const [agents = 10_000, eventsPerSecond = 0] = process.argv.slice(2).map(Number);
const TICK_MS = 50;

/** All agents of the first phase, then of the second; half each. */
function* beginnings(): Iterable<RunHappening> {
  yield started('Find', 'Verify');
  for (let call = 1; call <= agents; call++) {
    yield queued(call, `agent ${call}`, call <= agents / 2 ? 'Find' : 'Verify');
    yield running(call);
  }
}

/** The newest agents end and as many begin, so that those on the screen stay. */
function* goingsOn(): Iterable<RunHappening> {
  for (let call = agents + 1; ; call++) {
    yield queued(call, `agent ${call}`, 'Verify');
    yield running(call);
    yield done(call - 1, 1_000);
  }
}

async function* events(_from = 0, signal?: AbortSignal): AsyncIterable<RunEvent> {
  let seq = 0;
  const at = Date.now();
  for (const happening of beginnings()) yield { ...happening, seq: seq++, at };
  if (eventsPerSecond === 0) await sleep(3_600_000, undefined, { signal: signal! }).catch(() => undefined);
  let burst = 0;
  for (const happening of goingsOn()) {
    if (signal?.aborted) return;
    yield { ...happening, seq: seq++, at: Date.now() };
    if (++burst % Math.max(1, (eventsPerSecond * TICK_MS) / 1_000) < 1) await sleep(TICK_MS);
  }
}

const handle = { run: RUN, isOpen: () => Promise.resolve(true), events, live: () => Promise.resolve([]) };
const storage = {
  archive: { runs: () => Promise.resolve([]) },
  transcripts: { read: () => Promise.resolve([]) },
};
const client = {
  async *list() {
    yield listed({ startedAt: Date.now() });
  },
  attach: () => handle as unknown as RunHandle,
  storage: () => Promise.resolve(storage),
  close: () => Promise.resolve(),
} as unknown as LonghaulClient;

/** Where nobody can catch it. */
function fail(): Promise<string> {
  setImmediate(() => {
    throw new Error('a fault');
  });
  return new Promise(() => undefined);
}

process.exit(
  await dashboard(client, RUN, {
    terminal: processTerminal(),
    reopen: () => Promise.reject(new Error('there is no other')),
    save: fail,
    saveTo: 'project',
    by: 'a test',
    now: Date.now,
  }),
);
