// What persons may do to a run from outside. Each is an update with a validator, so that what cannot be is refused with
// words before it enters the history; all can be used from the Temporal Web UI, too.

import { CancellationScope, setHandler } from '@temporalio/workflow';
import { obeyAgentControls } from './agent-controls.js';
import type { Calls } from './calls.js';
import type { Caps } from './caps.js';
import type { Ledger } from './ledger.js';
import {
  type AskTarget,
  type Asked,
  approveUpdate,
  denyUpdate,
  pauseUpdate,
  raiseUpdate,
  resumeUpdate,
  stopUpdate,
} from './messages.js';
import { refuseUnless } from './refuse.js';
import type { RunEnding } from './run-result.js';

/** What the controls act on. */
interface Controlled {
  readonly calls: Calls;
  readonly caps: Caps;
}

export function obeyControls(ledger: Ledger, { calls, caps }: Controlled, end: (ending: RunEnding) => void): void {
  obeyPauses(ledger, calls, caps);
  obeyRaises(ledger, calls, caps);
  obeyDecisions(ledger, calls);
  obeyAgentControls(ledger, calls);
  setHandler(stopUpdate, ({ by }) => end({ kind: 'stopped', by }), {
    description: 'Stop the run for good; what is finished stays in its record. Argument: {by}',
  });
  // `temporal workflow cancel` means stop, too.
  CancellationScope.current().cancelRequested.catch(() => end({ kind: 'stopped', by: 'a cancellation request' }));
}

function obeyPauses(ledger: Ledger, calls: Calls, caps: Caps): void {
  const { state } = ledger;
  setHandler(
    pauseUpdate,
    ({ by }) => {
      ledger.record({ type: 'paused', by });
      calls.pause();
    },
    {
      description: 'Pause: no new agent starts, running ones yield at their next turn. Argument: {by}',
      validator: (_asked: Asked) => refuseUnless(state.status !== 'paused', 'the run is paused already'),
    },
  );
  setHandler(
    resumeUpdate,
    ({ by }) => {
      ledger.record({ type: 'resumed', by });
      calls.resume();
    },
    {
      description: 'Go on after a pause. Argument: {by}',
      validator: (_asked: Asked) => {
        refuseUnless(state.status === 'paused', 'the run is not paused');
        const cap = state.pausedFor === null ? null : caps.standing();
        refuseUnless(cap === null, `${cap?.says} is reached; to go on: ${cap?.hint}`);
      },
    },
  );
}

function obeyRaises(ledger: Ledger, calls: Calls, caps: Caps): void {
  const { state } = ledger;
  setHandler(
    raiseUpdate,
    ({ by, ...asked }) => {
      ledger.record({ type: 'raised', by, caps: asked });
      caps.raise(asked);
      if (asked.maxAgents !== undefined) calls.setCeiling(asked.maxAgents);
      if (state.pausedFor === null || caps.standing()) return;
      ledger.record({ type: 'resumed', by });
      calls.resume();
    },
    {
      description: 'Raise caps. Argument: {by, maxUsd?, maxTokens?, maxDurationMs?, maxAgents?}',
      validator: ({ by: _by, ...asked }) => {
        const { maxAgents } = asked;
        const why = caps.refusalOf(asked) ?? (maxAgents === undefined ? null : calls.refusalOfCeiling(maxAgents));
        refuseUnless(why === null, why ?? '');
      },
    },
  );
}

function obeyDecisions(ledger: Ledger, calls: Calls): void {
  const validator = ({ call, ask }: AskTarget): void => {
    refuseUnless(calls.asks(call, ask), `agent ${call} does not ask for ${ask}, or was answered already`);
  };
  setHandler(
    approveUpdate,
    ({ by, call, ask }) => {
      ledger.record({ type: 'decided', call, ask, verdict: 'approved', by });
      calls.decide(call, { ask, kind: 'approved' });
    },
    { description: 'Permit a tool call that an agent asks for. Argument: {by, call, ask}', validator },
  );
  setHandler(
    denyUpdate,
    ({ by, call, ask, message = 'A person denied this call.' }) => {
      ledger.record({ type: 'decided', call, ask, verdict: 'denied', by });
      calls.decide(call, { ask, kind: 'denied', message });
    },
    { description: 'Deny a tool call; the agent goes on without it. Argument: {by, call, ask, message?}', validator },
  );
}
