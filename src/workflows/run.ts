import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { type Beginning, type Entry, Guest } from '../interpreter/guest.js';
import type { ScriptHost } from '../interpreter/host.js';
import { activityMessage } from './activity-message.js';
import { Calls } from './calls.js';
import { Caps, type ReachedCap } from './caps.js';
import type { Carried } from './carried.js';
import { Chores } from './chores.js';
import { obeyControls } from './controls.js';
import { costReport } from './cost-report.js';
import { currentDetails } from './details.js';
import { endAttributes, stayFindable } from './found-by.js';
import { handOver } from './hand-over.js';
import { type Ledger, openLedger } from './ledger.js';
import { type AskRow, agentsQuery, asksQuery, costQuery, eventsQuery, overviewQuery } from './messages.js';
import { Pages } from './pages.js';
import type { RunActivities } from './ports.js';
import { Precedents } from './precedents.js';
import { endStatus, type RunEnding, type RunResult, resultOf, totalsOf } from './run-result.js';
import type { RunSpec } from './spec.js';
import { type RunState, statusOf } from './state.js';

/** Most rows one query answers. */
const LARGEST_PAGE = 1_000;
const LARGEST_PAGE_OF_ENDED = 100_000;

/**
 * One run of a script, from its first activation to its result. A long one is carried on by several Temporal runs, one
 * after the other: `carried` is what the one before has left.
 */
export async function run(spec: RunSpec, carried?: Carried): Promise<RunResult> {
  const ledger = openLedger(Date.now);
  const { ended, end } = theEnd();
  const parts = assemble(spec, ledger, end, carried);
  // Whoever asks while the script is run again would hear half of the story: questions and wishes wait.
  if (carried) await parts.recall(carried);
  answerQueries(spec, ledger);
  obeyControls(spec, ledger, parts, end);
  stayFindable(spec, ledger).catch(() => {}); // the run was cancelled: it ends

  if (!carried && (!spec.reuse || (await readPrecedents(parts, end)))) parts.start();
  const handOver = parts.handOver();
  const next = await (handOver ? Promise.race([ended, handOver]) : ended);
  if ('pages' in next) return continueAsNew<typeof run>(spec, next);
  return finish(spec, ledger, parts, next);
}

/** False when it cannot be read what the run is to take over: then it ends. */
async function readPrecedents({ precedents }: Parts, end: (ending: RunEnding) => void): Promise<boolean> {
  try {
    await precedents.read('some attempts');
    return true;
  } catch (error) {
    end({ kind: 'unreadable', why: activityMessage(error) });
    return false;
  }
}

async function finish(spec: RunSpec, ledger: Ledger, parts: Parts, ending: RunEnding): Promise<RunResult> {
  const { calls, caps, chores, precedents } = parts;
  caps.end();
  calls.end(ending.kind === 'stopped' ? 'the run was stopped' : 'the script ended without waiting for it');
  // Whoever resumes the run next must not meet legs that still ask.
  if (spec.archived && ending.kind === 'stopped') await legsHaveEnded(calls);
  const cleaning = calls.clean();
  // Not awaited without need: a moment later other commands would come first, and recorded runs not replay.
  if (cleaning) await cleaning;
  if (!chores.areDone()) await CancellationScope.nonCancellable(() => condition(() => chores.areDone()));
  ledger.record({ type: 'ended', status: endStatus(ending, ledger.state) });
  setCurrentDetails(currentDetails(ledger.state));
  if (spec.searchable) upsertSearchAttributes(endAttributes(spec, ledger.state));
  const result = resultOf(spec.run, ending, ledger.state, Date.now());
  if (spec.archived) await archive(spec, result, precedents);
  return conclude(result);
}

/** Legs yield within the grace of 10 s (G4). Those of a worker that is gone are not waited for. */
const LEGS_END_WITHIN = '15 seconds';

function legsHaveEnded(calls: Calls): Promise<unknown> {
  return CancellationScope.nonCancellable(() => condition(() => calls.isIdle(), LEGS_END_WITHIN));
}

/** The record is for later runs: this one has its result also when it cannot be written. Never rejects. */
async function archive({ run, workspace }: RunSpec, result: RunResult, precedents: Precedents): Promise<void> {
  const { archiveRun } = proxyActivities<Pick<RunActivities, 'archiveRun'>>({
    startToCloseTimeout: '2 minutes',
    scheduleToCloseTimeout: '10 minutes',
  });
  const worked = result.totals.agents > 0;
  await CancellationScope.nonCancellable(() =>
    archiveRun({
      run,
      workspace: worked ? workspace : null,
      result,
      lines: precedents.lines(),
      order: precedents.order(),
    }),
  ).catch(() => {});
}

/** Resolves once with the first ending anything reports. */
function theEnd(): { readonly ended: Promise<RunEnding>; readonly end: (ending: RunEnding) => void } {
  let end: (ending: RunEnding) => void = () => {};
  const ended = new Promise<RunEnding>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

interface Parts {
  readonly calls: Calls;
  readonly caps: Caps;
  readonly chores: Chores;
  readonly precedents: Precedents;
  readonly start: () => void;
  readonly recall: (carried: Carried) => Promise<void>;
  /** What the next Temporal run needs, in its time; null for runs recorded before they could be carried on. */
  readonly handOver: () => Promise<Carried> | null;
}

/** The guest and the driver of its calls, wired to each other: each is the other's port. */
function assemble(
  spec: RunSpec,
  ledger: Ledger,
  end: (ending: RunEnding) => void,
  carried: Carried | undefined,
): Parts {
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
    calls.pause('yield');
  };
  const caps = new Caps(spec, ledger, reached, carried?.caps);
  const chores = new Chores();
  const { handOver: limits } = spec.limits;
  const pages = limits ? new Pages(ledger, carried?.pages ?? []) : null;
  const precedents = new Precedents(spec);
  const calls = new Calls(spec, ledger, guest, { caps, pages, precedents, ...(carried && { carried }) });
  const firstEntry = (): Entry => guest.start(spec.script, { args: spec.args, ...budgetOf(spec) });
  return {
    calls,
    caps,
    chores,
    precedents,
    start() {
      const { name, description, phases } = spec.script.meta;
      ledger.record({ type: 'started', name, description, phases });
      caps.watchTime();
      calls.begin(firstEntry());
    },
    async recall(left) {
      await precedents.read('until it can be read');
      if (pages) await calls.recall(pages, firstEntry, left);
      caps.watchTime();
    },
    handOver: () => (limits && pages ? handOver(limits, { calls, caps, pages, chores }) : null),
  };
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
      limited: state.limited,
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
  // Of a run that has ended each answer takes all of its history: better few than small.
  const largest = (): number => (state.endedAt === null ? LARGEST_PAGE : LARGEST_PAGE_OF_ENDED);
  setHandler(eventsQuery, ({ offset, limit }) => ledger.since(offset, Math.min(limit, largest())), {
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

/**
 * Ends the workflow: with the result, or with a failure that carries it. Also a run that was cancelled fails: of a
 * workflow that ends as cancelled the SDK drops the details.
 */
function conclude(result: RunResult): RunResult {
  if (!result.error) return result;
  const { code, message } = result.error;
  throw ApplicationFailure.create({ nonRetryable: true, type: code, message, details: [result] });
}
