// What persons may do to a run from outside. Each is an update with a validator, so that what cannot be is refused with
// words before it enters the history; all can be used from the Temporal Web UI, too.

import { ApplicationFailure, CancellationScope, setHandler } from '@temporalio/workflow';
import type { Calls } from './calls.js';
import type { Ledger } from './ledger.js';
import {
  type AskTarget,
  type Asked,
  approveUpdate,
  denyUpdate,
  pauseUpdate,
  resumeUpdate,
  stopUpdate,
} from './messages.js';
import type { RunEnding } from './run-result.js';

export function obeyControls(ledger: Ledger, calls: Calls, end: (ending: RunEnding) => void): void {
  obeyPauses(ledger, calls);
  obeyDecisions(ledger, calls);
  setHandler(stopUpdate, ({ by }) => end({ kind: 'stopped', by }), {
    description: 'Stop the run for good; what is finished stays in its record. Argument: {by}',
  });
  // `temporal workflow cancel` means stop, too.
  CancellationScope.current().cancelRequested.catch(() => end({ kind: 'stopped', by: 'a cancellation request' }));
}

function obeyPauses(ledger: Ledger, calls: Calls): void {
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
      validator: (_asked: Asked) => refuseUnless(state.status === 'paused', 'the run is not paused'),
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

function refuseUnless(condition: boolean, message: string): void {
  if (!condition) throw ApplicationFailure.nonRetryable(message, 'WRONG_STATE');
}
