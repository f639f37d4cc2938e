// Serves the calls of a script: admits agents, schedules their legs, settles outcomes into the guest.
//
// Owns: the queue, the legs in flight, the timers. Messages: `issue` and `cancel` from the guest; outcomes to it.
//
// C1  Every call gets exactly one outcome, and nothing is settled after the end.
// C2  Outcomes enter the guest one at a time, in the order in which Temporal delivered them.
// C3  Every activity and timer promise has its handlers when it is made: a rejection never goes unhandled.
// C4  Between two entries of one activation, gas beyond `gasPerActivation` makes the driver wait on a 1 ms timer first (I3).

import {
  ActivityFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { Entry, Guest } from '../interpreter/guest.js';
import type { Outcome } from '../interpreter/outcome.js';
import type { CompiledScript } from '../script/compiled-script.js';
import { Admission } from './admission.js';
import { currentDetails } from './details.js';
import type { Ending } from './events.js';
import type { Ledger } from './ledger.js';
import type { LegResult, LegSpent, LegYield, ReadScriptResult, RunActivities } from './ports.js';
import type { RunSpec } from './spec.js';

type AgentCall = Extract<Call, { kind: 'agent' }>;
type TimerCall = Extract<Call, { kind: 'timer' }>;
type WorkflowCall = Extract<Call, { kind: 'workflow' }>;

/** An agent that is not settled; `leg` counts the legs that were started. */
interface Agent {
  readonly call: AgentCall;
  leg: number;
  place: Place;
}

/** Where an unsettled agent is. `held`: yielded for a pause, goes on when the run does. `limited`: a timer will queue it again. */
type Place = { readonly in: 'queue' | 'held' | 'limited' } | { readonly in: 'leg'; readonly scope: CancellationScope };

/** Something that may enter the guest now. */
type Arrival =
  | { readonly kind: 'outcome'; readonly call: CallId; readonly outcome: Outcome; readonly tokens: number }
  | { readonly kind: 'script'; readonly call: CallId; readonly script: CompiledScript };

/** A leg may work this long without being retried as a whole. Agents of days are many legs. */
const LONGEST_LEG = '30 days';

export class Calls {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly guest: Guest;
  private readonly agents = new Map<CallId, Agent>();
  private readonly timers = new Map<CallId, CancellationScope>();
  private readonly admission: Admission<Agent>;
  private readonly arrivals: Arrival[] = [];
  private readonly activities = proxyActivities<RunActivities>({
    startToCloseTimeout: LONGEST_LEG,
    retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
  });
  /** One run cannot starve another, where the server knows fairness. At most 64 bytes: the id's unique end. */
  private readonly fairnessKey: string;
  private startedAgents = 0;
  private paused = false;
  private over = false;
  private draining = false;
  private activation = { history: 0, gas: 0 };

  constructor(spec: RunSpec, ledger: Ledger, guest: Guest) {
    this.spec = spec;
    this.ledger = ledger;
    this.guest = guest;
    this.admission = new Admission(spec.limits.concurrency);
    this.fairnessKey = spec.run.slice(-26);
  }

  /** A call of the script, made inside an entry: what cannot be served is answered by a later entry. */
  issue(call: Call): void {
    switch (call.kind) {
      case 'agent':
        return this.queueAgent(call);
      case 'timer':
        return this.setTimer(call);
      case 'workflow':
        return this.nest(call);
    }
  }

  /** Nothing waits for this call any more. */
  cancel(id: CallId): void {
    this.timers.get(id)?.cancel();
    this.timers.delete(id);
    const agent = this.agents.get(id);
    if (agent) this.abandon(agent, 'the workflow that called it went on without waiting for it');
  }

  /** After an entry: starts what may start, and hands over what has arrived meanwhile. */
  proceed(entry: Entry): void {
    this.charge(entry);
    this.admit();
    this.deliver();
  }

  pause(): void {
    this.paused = true;
    this.admission.close();
    for (const agent of this.agents.values()) cancelLeg(agent);
  }

  resume(): void {
    this.paused = false;
    this.admission.reopen();
    for (const agent of this.agents.values()) {
      if (agent.place.in === 'held') this.requeue(agent);
    }
    this.admit();
  }

  /** Ends all that is in flight. Their legs are cancelled; the run does not wait for them. */
  end(why: string): void {
    this.over = true;
    for (const agent of [...this.agents.values()]) this.abandon(agent, why);
    for (const timer of this.timers.values()) timer.cancel();
  }

  private queueAgent(call: AgentCall): void {
    const { agentType } = call.options;
    const model = this.modelOf(call).id;
    if (!model.startsWith('claude-')) this.warnOfModel(model);
    this.ledger.record({
      type: 'queued',
      call: call.id,
      label: call.label,
      phase: call.phase,
      scope: call.scope,
      model,
    });
    if (agentType !== undefined && !this.spec.agentTypes.includes(agentType)) {
      const known = this.spec.agentTypes.join(', ');
      return this.refuse(call.id, 'UNKNOWN_AGENT_TYPE', `agent type '${agentType}' not found. Known types: ${known}`);
    }
    if (this.startedAgents >= this.spec.limits.maxAgents) {
      return this.refuse(
        call.id,
        'AGENT_LIMIT',
        `this run may start ${this.spec.limits.maxAgents} agents, and has (--max-agents raises the limit)`,
      );
    }
    this.startedAgents++;
    const agent: Agent = { call, leg: 0, place: { in: 'queue' } };
    this.agents.set(call.id, agent);
    this.admission.enqueue(agent);
  }

  private warnOfModel(model: string): void {
    const known = Object.keys(this.spec.aliases).join(', ');
    this.ledger.record({
      type: 'warned',
      line: `model "${model}" is not one we know (${known}, or an id); it is asked for as it is`,
      scope: [],
    });
  }

  private refuse(call: CallId, code: 'UNKNOWN_AGENT_TYPE' | 'AGENT_LIMIT', message: string): void {
    this.settleAgent(call, { status: 'failed', code, message, seen: 'exception' }, null);
  }

  private admit(): void {
    if (this.over) return;
    for (let agent = this.admission.next(); agent; agent = this.admission.next()) {
      if (this.agents.has(agent.call.id)) this.runLeg(agent);
      else this.admission.done(); // cancelled while it queued
    }
  }

  private runLeg(agent: Agent): void {
    const { call } = agent;
    const leg = ++agent.leg;
    const scope = new CancellationScope();
    agent.place = { in: 'leg', scope };
    this.ledger.record({ type: 'running', call: call.id, leg });
    scope
      .run(() =>
        this.activities.runAgentLeg.executeWithOptions(
          {
            activityId: `agent-${call.id}-${leg}`,
            summary: call.label,
            heartbeatTimeout: this.spec.limits.heartbeatTimeoutMs,
            priority: { fairnessKey: this.fairnessKey },
          },
          [
            {
              run: this.spec.run,
              call: call.id,
              leg,
              label: call.label,
              prompt: call.prompt,
              options: call.options,
              model: this.modelOf(call),
              workspace: this.spec.workspace,
              retry: this.spec.limits.retry,
              stallMs: call.options.stallMs ?? this.spec.limits.stallMs,
            },
          ],
        ),
      )
      .then(
        (result) => this.legEnded(agent, result),
        (error: unknown) => this.legFailed(agent, error),
      );
  }

  private legEnded(agent: Agent, result: LegResult): void {
    this.admission.done();
    if (!this.agents.has(agent.call.id)) return this.admit();
    if (result.kind === 'done') this.settleAgent(agent.call.id, result.outcome, result.spent);
    else this.legYielded(agent, result.why, result.spent);
    this.admit();
    this.deliver();
  }

  private legFailed(agent: Agent, error: unknown): void {
    this.admission.done();
    if (this.agents.has(agent.call.id)) {
      // Cancelled before a worker took it up: the same as a leg that yielded before its first turn.
      if (isCancellation(error)) this.legYielded(agent, { reason: 'paused' }, null);
      else
        this.settleAgent(
          agent.call.id,
          { status: 'failed', code: 'AGENT_CRASHED', message: causeOf(error), seen: 'null' },
          null,
        );
    }
    this.admit();
    this.deliver();
  }

  private legYielded(agent: Agent, why: LegYield, spent: LegSpent | null): void {
    switch (why.reason) {
      case 'paused':
        this.ledger.record({ type: 'waiting', call: agent.call.id, wait: { for: 'resume' }, spent });
        if (this.paused) agent.place = { in: 'held' };
        else this.requeue(agent); // resumed while it was yielding
        return;
      case 'shutdown':
        return this.requeue(agent);
      case 'rate-limit':
        return this.waitForLimit(agent, why, spent);
    }
  }

  private waitForLimit(
    agent: Agent,
    { until, message }: Extract<LegYield, { reason: 'rate-limit' }>,
    spent: LegSpent | null,
  ): void {
    agent.place = { in: 'limited' };
    this.ledger.record({ type: 'waiting', call: agent.call.id, wait: { for: 'rate-limit', until, message }, spent });
    sleep(Math.max(1, until - Date.now())).then(
      () => {
        this.requeue(agent);
        this.admit();
      },
      () => {},
    );
  }

  private requeue(agent: Agent): void {
    agent.place = { in: 'queue' };
    this.admission.enqueueFirst(agent);
  }

  private settleAgent(call: CallId, outcome: Outcome, spent: LegSpent | null): void {
    this.agents.delete(call);
    this.ledger.record({ type: 'settled', call, ending: endingOf(outcome), spent });
    this.arrivals.push({ kind: 'outcome', call, outcome, tokens: spent?.usage.output ?? 0 });
  }

  /** A call that nothing waits for: told in the record, never to the guest. */
  private abandon(agent: Agent, message: string): void {
    this.agents.delete(agent.call.id);
    this.ledger.record({
      type: 'settled',
      call: agent.call.id,
      ending: { status: 'failed', code: 'CANCELLED', message },
      spent: null,
    });
    cancelLeg(agent);
  }

  private setTimer(call: TimerCall): void {
    const scope = new CancellationScope();
    this.timers.set(call.id, scope);
    scope
      .run(() => sleep(Math.max(1, call.ms)))
      .then(
        () => {
          this.timers.delete(call.id);
          this.arrivals.push({ kind: 'outcome', call: call.id, outcome: { status: 'ok', value: null }, tokens: 0 });
          this.deliver();
        },
        () => {},
      );
  }

  private nest(call: WorkflowCall): void {
    if (call.scope.length >= this.spec.limits.nesting) {
      const message = `workflow() cannot be called here: nesting is limited to ${levels(this.spec.limits.nesting)}. Call the agents of the inner script directly`;
      return this.arrive(call.id, { status: 'failed', code: 'NESTING_TOO_DEEP', message, seen: 'exception' });
    }
    if ('scriptPath' in call.ref) return this.readScript(call.id, call.ref.scriptPath);
    const { name } = call.ref;
    const script = this.spec.saved.find((saved) => saved.meta.name === name);
    if (script) return this.adopt(call.id, script);
    const known = this.spec.saved.map((saved) => saved.meta.name).join(', ') || 'none';
    this.arrive(call.id, {
      status: 'failed',
      code: 'UNKNOWN_WORKFLOW',
      message: `no workflow is named '${name}'. Known workflows: ${known}`,
      seen: 'exception',
    });
  }

  private readScript(call: CallId, path: string): void {
    const options = { startToCloseTimeout: '1 minute', summary: path.slice(0, 100) } as const;
    const settled = (result: ReadScriptResult): void => {
      if (result.kind === 'script') this.adopt(call, result.script);
      else
        this.arrive(call, { status: 'failed', code: 'UNKNOWN_WORKFLOW', message: result.message, seen: 'exception' });
      this.deliver();
    };
    this.activities.readScript
      .executeWithOptions(options, [{ path, workspace: this.spec.workspace }])
      .then(settled, (error: unknown) => settled({ kind: 'refused', message: causeOf(error) }));
  }

  private adopt(call: CallId, script: CompiledScript): void {
    this.ledger.record({ type: 'log', line: `▸ running dynamic workflow ${script.meta.name}`, scope: [] });
    this.arrivals.push({ kind: 'script', call, script });
  }

  private arrive(call: CallId, outcome: Outcome): void {
    this.arrivals.push({ kind: 'outcome', call, outcome, tokens: 0 });
  }

  /** Hands over arrivals one by one (C2), pausing between them when the activation has computed enough (C4). */
  private deliver(): void {
    if (this.draining) return;
    this.draining = true;
    for (let arrival = this.arrivals.shift(); arrival && !this.over; arrival = this.arrivals.shift()) {
      if (this.gasOfActivation() > this.spec.limits.guest.gasPerActivation) {
        this.arrivals.unshift(arrival);
        return this.deliverLater();
      }
      this.charge(
        arrival.kind === 'script'
          ? this.guest.adopt(arrival.call, arrival.script)
          : this.guest.settle(arrival.call, arrival.outcome, arrival.tokens),
      );
      this.admit();
    }
    this.draining = false;
    setCurrentDetails(currentDetails(this.ledger.state));
  }

  private deliverLater(): void {
    sleep(1).then(
      () => {
        this.draining = false;
        this.deliver();
      },
      () => {},
    );
  }

  private charge(entry: Entry): void {
    this.activation.gas = this.gasOfActivation() + entry.gas;
  }

  /** Gas used since the present workflow task began; the history's length tells one task from the next, also in a replay. */
  private gasOfActivation(): number {
    const history = workflowInfo().historyLength;
    if (history !== this.activation.history) this.activation = { history, gas: 0 };
    return this.activation.gas;
  }

  private modelOf(call: AgentCall): RunSpec['model'] {
    const { model, maxTokens } = call.options;
    return {
      ...this.spec.model,
      ...(model !== undefined && { id: this.spec.aliases[model] ?? model }),
      ...(maxTokens !== undefined && { maxTokens }),
    };
  }
}

function cancelLeg({ place }: Agent): void {
  if (place.in === 'leg') place.scope.cancel();
}

function endingOf(outcome: Outcome): Ending {
  switch (outcome.status) {
    case 'ok':
      return { status: 'ok' };
    case 'skipped':
      return outcome;
    case 'failed':
      return { status: 'failed', code: outcome.code, message: outcome.message };
  }
}

function levels(count: number): string {
  return count === 1 ? 'one level' : `${count} levels`;
}

function causeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
