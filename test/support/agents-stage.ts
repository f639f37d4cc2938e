import { jest } from '@jest/globals';
import type { CallId } from '../../src/interpreter/call.js';
import { DEFAULT_GUEST_LIMITS } from '../../src/interpreter/limits.js';
import { Agents } from '../../src/workflows/agents.js';
import { Caps } from '../../src/workflows/caps.js';
import type { Arrival } from '../../src/workflows/inbox.js';
import { type Ledger, openLedger } from '../../src/workflows/ledger.js';
import type { Leg, Legs } from '../../src/workflows/legs.js';
import type { LegRequest, LegResult } from '../../src/workflows/ports.js';
import { DEFAULT_RUN_LIMITS, type RunSpec } from '../../src/workflows/spec.js';

/** A leg that ends when the test says so. */
export interface OpenLeg {
  readonly request: LegRequest;
  readonly end: (result: LegResult) => void;
  readonly crash: () => void;
  readonly isCancelled: () => boolean;
}

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** The agents of a run, with the clock, the legs and the door into the guest in the hands of the test. */
export interface Stage {
  readonly ledger: Ledger;
  readonly agents: Agents;
  readonly caps: Caps;
  readonly open: readonly OpenLeg[];
  readonly timers: readonly unknown[];
  readonly arrivals: readonly Arrival[];
  /** Lets the clock go on to the timer that is due next. */
  ring(): void;
  now(): number;
  close(): void;
}

/** `watch` sees each leg as it starts. */
export function openStage(spec: RunSpec, watch: (request: LegRequest, stage: Stage) => void): Stage {
  let clock = 0;
  const watchman = jest.spyOn(Date, 'now').mockImplementation(() => clock);
  const ledger = openLedger(Date.now);
  const open: OpenLeg[] = [];
  const timers: Timer[] = [];
  const arrivals: Arrival[] = [];
  const legs: Legs = {
    start(request) {
      watch(request, stage);
      return openLeg(request, open);
    },
    after: (ms, ring) => timers.push({ at: clock + ms, ring }),
  };
  const inbox = { push: (arrival: Arrival) => arrivals.push(arrival), deliver: () => undefined };
  const caps = new Caps(spec, ledger, ({ says }) => {
    ledger.record({ type: 'paused', by: 'cap', why: says });
    agents.pause('yield');
  });
  const agents = new Agents(spec, ledger, inbox, { caps, legs });
  const stage: Stage = {
    ledger,
    agents,
    caps,
    open,
    timers,
    arrivals,
    ring() {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next) return;
      timers.splice(timers.indexOf(next), 1);
      clock = Math.max(clock, next.at);
      next.ring();
    },
    now: () => clock,
    close: () => watchman.mockRestore(),
  };
  return stage;
}

export function queueAgents({ agents }: Stage, calls: number): void {
  for (let id: CallId = 1; id <= calls; id++) {
    const call = { kind: 'agent', id, scope: [], prompt: '', label: `${id}`, phase: null, options: {} } as const;
    agents.queue(call, { key: () => `${id}`, inherits: null });
  }
  agents.admit();
}

function openLeg(request: LegRequest, open: OpenLeg[]): Leg {
  let cancelled = false;
  const result = new Promise<LegResult>((resolve, reject) => {
    const leave = (): void => {
      open.splice(open.indexOf(leg), 1);
    };
    const leg: OpenLeg = {
      request,
      end(ended) {
        leave();
        resolve(ended);
      },
      crash() {
        leave();
        reject(new Error('the worker is gone'));
      },
      isCancelled: () => cancelled,
    };
    open.push(leg);
  });
  const cancel = () => {
    cancelled = true;
  };
  return { result, cancel, isCancelled: () => cancelled };
}

export function specOfAgents(more: Partial<RunSpec> = {}): RunSpec {
  return {
    run: 'lh-test-00000000000000000000000000',
    script: { meta: { name: 'test', description: '', phases: [] } } as unknown as RunSpec['script'],
    args: null,
    saved: [],
    agentTypes: [],
    engine: '',
    workspace: '/',
    base: null,
    setup: null,
    onAsk: 'wait',
    model: { provider: 'offline', id: 'claude-test', maxTokens: 1 },
    aliases: {},
    limits: { ...DEFAULT_RUN_LIMITS, concurrency: 2, guest: DEFAULT_GUEST_LIMITS },
    searchable: false,
    ...more,
  };
}
