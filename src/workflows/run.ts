import {
  ApplicationFailure,
  CancellationScope,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { Guest } from '../interpreter/guest.js';
import type { ScriptHost } from '../interpreter/host.js';
import { Calls } from './calls.js';
import { currentDetails } from './details.js';
import { type Ledger, openLedger } from './ledger.js';
import {
  type Asked,
  agentsQuery,
  eventsQuery,
  overviewQuery,
  pauseUpdate,
  resumeUpdate,
  stopUpdate,
} from './messages.js';
import { STATUS_ATTRIBUTE } from './search-attributes.js';
import { endStatus, type RunEnding, type RunResult, resultOf, totalsOf } from './run-result.js';
import type { RunSpec } from './spec.js';
import { statusOf } from './state.js';

/** Most rows one query answers. */
const LARGEST_PAGE = 1_000;

/** One run of a script, from its first activation to its result. Lives as long as the script does. */
export async function run(spec: RunSpec): Promise<RunResult> {
  const ledger = openLedger(Date.now);
  const { ended, end } = theEnd();
  const script = startable(spec, ledger, end);
  answerQueries(spec, ledger);
  obeyUpdates(ledger, script.calls, end);
  heedCancellation(end);

  script.start();
  return conclude(spec, ledger, script.calls, await ended);
}

/** Resolves once with the first ending anything reports. */
function theEnd(): { readonly ended: Promise<RunEnding>; readonly end: (ending: RunEnding) => void } {
  let end: (ending: RunEnding) => void = () => {};
  const ended = new Promise<RunEnding>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

/** The guest and the driver of its calls, wired to each other: each is the other's port. */
function startable(
  spec: RunSpec,
  ledger: Ledger,
  end: (ending: RunEnding) => void,
): { readonly calls: Calls; readonly start: () => void } {
  const host: ScriptHost = {
    issue: (call) => calls.issue(call),
    cancel: (id) => calls.cancel(id),
    log: (line, scope) => ledger.record({ type: 'log', line, scope }),
    warn: (line, scope) => ledger.record({ type: 'warned', line, scope }),
    phase: (title) => ledger.record({ type: 'phase', title }),
    left: (name, result) => {
      const line = result.ok ? `▸ ${name} done` : `▸ ${name} failed: ${result.says ?? ''}`;
      ledger.record({ type: 'log', line, scope: [] });
    },
    ended: end,
  };
  const guest = new Guest(spec.limits.guest, host);
  const calls = new Calls(spec, ledger, guest);
  const start = (): void => {
    const { name, description, phases } = spec.script.meta;
    ledger.record({ type: 'started', name, description, phases });
    calls.begin(guest.start(spec.script, { args: spec.args, tokenTarget: spec.limits.tokenTarget }));
  };
  return { calls, start };
}

function answerQueries(spec: RunSpec, ledger: Ledger): void {
  const { state } = ledger;
  setHandler(
    overviewQuery,
    () => ({
      run: spec.run,
      name: state.name,
      status: statusOf(state),
      totals: totalsOf(state, Date.now()),
      running: state.counts.running,
      queued: state.counts.queued,
      waiting: state.counts.waiting,
      phases: [...state.phases.values()].slice(0, LARGEST_PAGE),
      events: ledger.length,
    }),
    { description: 'The run at a glance: status, counts, tokens, phases' },
  );
  setHandler(
    agentsQuery,
    ({ offset, limit }) => [...state.agents.values()].slice(offset, offset + Math.min(limit, LARGEST_PAGE)),
    {
      description: 'Agents in the order of their calls: {offset, limit}',
    },
  );
  setHandler(eventsQuery, ({ offset, limit }) => ledger.since(offset, Math.min(limit, LARGEST_PAGE)), {
    description: 'What happened, from an event on: {offset, limit}',
  });
}

function obeyUpdates(ledger: Ledger, calls: Calls, end: (ending: RunEnding) => void): void {
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
  setHandler(stopUpdate, ({ by }) => end({ kind: 'stopped', by }), {
    description: 'Stop the run for good; what is finished stays in its record. Argument: {by}',
  });
}

/** `temporal workflow cancel` means stop, too. */
function heedCancellation(end: (ending: RunEnding) => void): void {
  CancellationScope.current().cancelRequested.catch(() => end({ kind: 'stopped', by: 'a cancellation request' }));
}

/**
 * Ends what is in flight, and the workflow: with the result, or with a failure that carries it. Also a run that was
 * cancelled fails: of a workflow that ends as cancelled the SDK drops the details.
 */
function conclude(spec: RunSpec, ledger: Ledger, calls: Calls, ending: RunEnding): RunResult {
  calls.end(ending.kind === 'stopped' ? 'the run was stopped' : 'the script ended without waiting for it');
  ledger.record({ type: 'ended', status: endStatus(ending, ledger.state) });
  setCurrentDetails(currentDetails(ledger.state));
  if (spec.searchable) upsertSearchAttributes([{ key: STATUS_ATTRIBUTE, value: ledger.state.status }]);
  const result = resultOf(spec.run, ending, ledger.state, Date.now());
  if (!result.error) return result;
  const { code, message } = result.error;
  throw ApplicationFailure.create({ nonRetryable: true, type: code, message, details: [result] });
}

function refuseUnless(condition: boolean, message: string): void {
  if (!condition) throw ApplicationFailure.nonRetryable(message, 'WRONG_STATE');
}
