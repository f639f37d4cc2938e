import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { ApplicationFailure, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { type Beginning, Guest } from '../interpreter/guest.js';
import type { ScriptHost } from '../interpreter/host.js';
import { Calls } from './calls.js';
import { Caps, type ReachedCap } from './caps.js';
import { obeyControls } from './controls.js';
import { costReport } from './cost-report.js';
import { currentDetails } from './details.js';
import { type Ledger, openLedger } from './ledger.js';
import { type AskRow, agentsQuery, asksQuery, costQuery, eventsQuery, overviewQuery } from './messages.js';
import { COST_ATTRIBUTE, STATUS_ATTRIBUTE } from './search-attributes.js';
import { endStatus, type RunEnding, type RunResult, resultOf, totalsOf } from './run-result.js';
import type { RunSpec } from './spec.js';
import { type RunState, statusOf } from './state.js';

/** Most rows one query answers. */
const LARGEST_PAGE = 1_000;

/** One run of a script, from its first activation to its result. Lives as long as the script does. */
export async function run(spec: RunSpec): Promise<RunResult> {
  const ledger = openLedger(Date.now);
  const { ended, end } = theEnd();
  const script = startable(spec, ledger, end);
  answerQueries(spec, ledger);
  obeyControls(ledger, script, end);

  script.start();
  const ending = await ended;
  script.caps.end();
  script.calls.end(ending.kind === 'stopped' ? 'the run was stopped' : 'the script ended without waiting for it');
  const cleaning = script.calls.clean();
  // Not awaited without need: a moment later other commands would come first, and recorded runs not replay.
  if (cleaning) await cleaning;
  return conclude(spec, ledger, ending);
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
): { readonly calls: Calls; readonly caps: Caps; readonly start: () => void } {
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
  const reached = ({ says, hint }: ReachedCap): void => {
    if (spec.caps?.onCap === 'stop') return end({ kind: 'stopped', by: says });
    ledger.record({ type: 'paused', by: 'cap', why: `${says} is reached; to go on: ${hint}` });
    calls.pause();
  };
  const caps = new Caps(spec, ledger, reached);
  const calls = new Calls(spec, ledger, guest, caps);
  const start = (): void => {
    const { name, description, phases } = spec.script.meta;
    ledger.record({ type: 'started', name, description, phases });
    caps.watchTime();
    calls.begin(guest.start(spec.script, { args: spec.args, ...budgetOf(spec) }));
  };
  return { calls, caps, start };
}

/** The script's `budget` shows the cap on tokens. At such a cap the run waits or ends: `agent()` does not throw. */
function budgetOf({ caps, limits }: RunSpec): Pick<Beginning, 'tokenTarget' | 'waitsAtTarget'> {
  const cap = caps?.maxTokens;
  return cap === undefined ? { tokenTarget: limits.tokenTarget } : { tokenTarget: cap, waitsAtTarget: true };
}

function answerQueries(spec: RunSpec, ledger: Ledger): void {
  const { state } = ledger;
  setHandler(
    overviewQuery,
    () => ({
      run: spec.run,
      name: state.name,
      status: statusOf(state),
      pausedFor: state.pausedFor,
      totals: totalsOf(state, Date.now()),
      running: state.counts.running,
      queued: state.counts.queued,
      waiting: state.counts.waiting,
      phases: [...state.phases.values()].slice(0, LARGEST_PAGE),
      events: ledger.length,
    }),
    { description: 'The run at a glance: status, counts, tokens, phases' },
  );
  setHandler(costQuery, ({ agents }) => costReport(spec.run, state, Math.min(agents, LARGEST_PAGE)), {
    description: 'What the run has cost so far, by phase, model and agent: {agents}, the number of agents told',
  });
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
  setHandler(asksQuery, () => asksOf(state).slice(0, LARGEST_PAGE), {
    description: 'Tool calls that wait for a person: `approve` or `deny` them',
  });
}

function asksOf(state: RunState): readonly AskRow[] {
  if (state.counts.waiting === 0) return [];
  return [...state.agents.values()].flatMap(({ call, label, phase, position }) => {
    if (position.at !== 'waiting' || position.wait.for !== 'permission') return [];
    return position.wait.asks.map((ask) => ({ call, label, phase, ask }));
  });
}

/** Recorded runs without prices set their status alone. A sum that leaves something out is no cost. */
function attributesOf({ prices }: RunSpec, { status, cost }: RunState): SearchAttributeUpdatePair[] {
  const standing = { key: STATUS_ATTRIBUTE, value: status };
  if (!prices) return [standing];
  return [standing, { key: COST_ATTRIBUTE, value: cost.unknown > 0 ? null : cost.usd }];
}

/**
 * Ends the workflow: with the result, or with a failure that carries it. Also a run that was cancelled fails: of a
 * workflow that ends as cancelled the SDK drops the details.
 */
function conclude(spec: RunSpec, ledger: Ledger, ending: RunEnding): RunResult {
  ledger.record({ type: 'ended', status: endStatus(ending, ledger.state) });
  setCurrentDetails(currentDetails(ledger.state));
  if (spec.searchable) upsertSearchAttributes(attributesOf(spec, ledger.state));
  const result = resultOf(spec.run, ending, ledger.state, Date.now());
  if (!result.error) return result;
  const { code, message } = result.error;
  throw ApplicationFailure.create({ nonRetryable: true, type: code, message, details: [result] });
}
