// What persons may do to a run from outside. Each is an update with a validator, so that what cannot be is refused with
// words before it enters the history; all can be used from the Temporal Web UI, too.

import { CancellationScope, setHandler } from '@temporalio/workflow';
import { obeyAgentControls } from './agent-controls.js';
import type { Calls } from './calls.js';
import type { Caps } from './caps.js';
import type { Chores } from './chores.js';
import type { Ledger } from './ledger.js';
import { type Asked, type PauseAsked, pauseUpdate, raiseUpdate, resumeUpdate, stopUpdate } from './messages.js';
import { obeyDecisions } from './decisions.js';
import { refuseUnless } from './refuse.js';
import type { RunEnding } from './run-result.js';
import type { RunSpec } from './spec.js';

/** What the controls act on. */
interface Controlled {
  readonly calls: Calls;
  readonly caps: Caps;
  readonly chores: Chores;
}

export function obeyControls(
  { workspace }: RunSpec,
  ledger: Ledger,
  { calls, caps, chores }: Controlled,
  end: (ending: RunEnding) => void,
): void {
  obeyPauses(ledger, calls, caps);
  obeyRaises(ledger, calls, caps);
  obeyDecisions(workspace, ledger, { calls, chores });
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
    ({ by, drain = false }) => {
      ledger.record({ type: 'paused', by, ...(drain && { drain }) });
      calls.pause(drain ? 'drain' : 'yield');
    },
    {
      description:
        'Pause: no agent begins; those at work yield at their next turn, or with drain go on to their end. Argument: {by, drain?}',
      validator: ({ drain = false }: PauseAsked) => {
        refuseUnless(state.status !== 'paused' || (state.draining && !drain), 'the run is paused already');
      },
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
