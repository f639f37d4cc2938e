import { CancellationScope, proxyActivities, sleep } from '@temporalio/workflow';
import { modelId, modelNamed } from '../config/models.js';
import type { Call, CallId } from '../interpreter/call.js';
import type { Outcome } from '../interpreter/outcome.js';
import { activityMessage } from './activity-message.js';
import { Admission } from './admission.js';
import type { Ending } from './events.js';
import type { Inbox } from './inbox.js';
import type { Ledger } from './ledger.js';
import type { AskDecision, LegResult, LegSpent, LegYield, RunActivities } from './ports.js';
import type { RunSpec } from './spec.js';
import { Worktrees } from './worktrees.js';

type AgentCall = Extract<Call, { kind: 'agent' }>;

/** An agent that is not settled; `leg` counts the legs that were started. */
interface Agent {
  readonly call: AgentCall;
  leg: number;
  /** What persons said to its asks, over all its legs. */
  readonly decisions: AskDecision[];
  /** Ids of its asks that nobody has decided. */
  asks: readonly string[];
  place: Place;
}

/**
 * Where an unsettled agent is. `held`: yielded for a pause, goes on when the run does. `limited`: a timer will queue it
 * again. `asking`: the last decision of a person will.
 */
type Place =
  | { readonly in: 'queue' | 'held' | 'limited' | 'asking' }
  | { readonly in: 'leg'; readonly scope: CancellationScope };

/** A leg may work this long without being retried as a whole. Agents of days are many legs. */
const LONGEST_LEG = '30 days';

/** Milliseconds until a provider is asked again, whatever it said: a day. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The agents of a run, from their calls to their outcomes: admits them, schedules their legs, holds them in a pause. */
export class Agents {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly inbox: Inbox;
  private readonly unsettled = new Map<CallId, Agent>();
  private readonly admission: Admission<Agent>;
  private readonly activities = proxyActivities<Pick<RunActivities, 'runAgentLeg'>>({
    startToCloseTimeout: LONGEST_LEG,
    retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
    // The SDK documents this as its default but tries only: the leg would go on beside its successor (G4).
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  });
  /** One run cannot starve another, where the server knows fairness. At most 64 bytes: the id's unique end. */
  private readonly fairnessKey: string;
  private readonly worktrees: Worktrees;
  private started = 0;
  private paused = false;

  constructor(spec: RunSpec, ledger: Ledger, inbox: Inbox) {
    this.spec = spec;
    this.ledger = ledger;
    this.inbox = inbox;
    this.admission = new Admission(spec.limits.concurrency);
    this.fairnessKey = spec.run.slice(-26);
    this.worktrees = new Worktrees(spec, ledger);
  }

  /** Queues the agent of a call, or refuses it with an outcome. */
  queue(asked: AgentCall): void {
    const call = this.ofItsType(asked);
    const { id, label, phase, scope, options } = call;
    const model = this.modelOf(call).id;
    if (!model.startsWith('claude-')) this.warnOfModel(model);
    this.ledger.record({ type: 'queued', call: id, label, phase, scope, model });
    const refusal = this.refusalOf(options.agentType);
    if (refusal) return this.settle(id, refusal, null);
    this.started++;
    const agent: Agent = { call, leg: 0, decisions: [], asks: [], place: { in: 'queue' } };
    this.unsettled.set(id, agent);
    this.admission.enqueue(agent);
  }

  /** Starts the legs that may start. */
  admit(): void {
    for (let agent = this.admission.next(); agent; agent = this.admission.next()) {
      if (this.unsettled.has(agent.call.id)) this.runLeg(agent);
      else this.admission.done(); // abandoned while it queued
    }
  }

  /** No new leg; running ones yield at their next turn. */
  pause(): void {
    this.paused = true;
    this.admission.close();
    for (const agent of this.unsettled.values()) cancelLeg(agent);
  }

  resume(): void {
    this.paused = false;
    this.admission.reopen();
    for (const agent of this.unsettled.values()) {
      if (agent.place.in === 'held') this.requeue(agent);
    }
    this.admit();
  }

  /** Whether this ask of this agent waits for a decision. */
  asks(call: CallId, ask: string): boolean {
    return this.unsettled.get(call)?.asks.includes(ask) ?? false;
  }

  /** With its last ask decided the agent goes on, in a leg that knows the decisions. */
  decide(call: CallId, decision: AskDecision): void {
    const agent = this.unsettled.get(call);
    if (!agent) return;
    agent.decisions.push(decision);
    agent.asks = agent.asks.filter((ask) => ask !== decision.ask);
    if (agent.asks.length > 0) return;
    this.requeue(agent);
    this.admit();
  }

  /** Nothing waits for this call any more: told in the record, never to the guest. */
  abandon(id: CallId, message: string): void {
    const agent = this.unsettled.get(id);
    if (!agent) return;
    this.unsettled.delete(id);
    this.ledger.record({
      type: 'settled',
      call: id,
      ending: { status: 'failed', code: 'CANCELLED', message },
      spent: null,
    });
    cancelLeg(agent);
  }

  /** Abandons all that is unsettled. Their legs are cancelled; nobody waits for them. */
  end(message: string): void {
    this.admission.close();
    for (const id of [...this.unsettled.keys()]) this.abandon(id, message);
  }

  /** After the end: waits for legs in worktrees, and removes what holds no work. Null when there have been none. */
  clean(): Promise<void> | null {
    return this.worktrees.clean();
  }

  private refusalOf(agentType: string | undefined): Outcome | undefined {
    const { agentTypes, limits } = this.spec;
    if (agentType !== undefined && !agentTypes.includes(agentType)) {
      const message = `agent type '${agentType}' not found. Known types: ${agentTypes.join(', ')}`;
      return { status: 'failed', code: 'UNKNOWN_AGENT_TYPE', message, seen: 'exception' };
    }
    if (this.started >= limits.maxAgents) {
      const message = `this run may start ${limits.maxAgents} agents, and has (--max-agents raises the limit)`;
      return { status: 'failed', code: 'AGENT_LIMIT', message, seen: 'exception' };
    }
    return undefined;
  }

  private warnOfModel(model: string): void {
    const known = Object.keys(this.spec.aliases).join(', ');
    const line = `model "${model}" is not one we know (${known}, or an id); it is asked for as it is`;
    this.ledger.record({ type: 'warned', line, scope: [] });
  }

  private runLeg(agent: Agent): void {
    const { call } = agent;
    const { run, workspace, base, setup, onAsk, limits } = this.spec;
    const leg = ++agent.leg;
    const scope = new CancellationScope();
    agent.place = { in: 'leg', scope };
    this.ledger.record({ type: 'running', call: call.id, leg });
    const options = {
      activityId: `agent-${call.id}-${leg}`,
      summary: call.label,
      heartbeatTimeout: limits.heartbeatTimeoutMs,
      priority: { fairnessKey: this.fairnessKey },
    };
    const request = {
      run,
      call: call.id,
      leg,
      label: call.label,
      prompt: call.prompt,
      options: call.options,
      model: this.modelOf(call),
      workspace,
      base,
      setup,
      onAsk,
      decisions: agent.decisions,
      retry: limits.retry,
      stallMs: call.options.stallMs ?? limits.stallMs,
    };
    const ended = scope
      .run(() => this.activities.runAgentLeg.executeWithOptions(options, [request]))
      .then(
        (result) => this.legEnded(agent, result),
        (error: unknown) => this.legFailed(agent, error),
      );
    if (request.options.isolation === 'worktree') this.worktrees.occupy(ended);
  }

  private legEnded(agent: Agent, result: LegResult): void {
    this.admission.done();
    if (result.kind === 'done' && result.kept) this.worktrees.keep(agent.call.id, result.kept);
    if (this.unsettled.has(agent.call.id)) {
      if (result.kind === 'done') this.settle(agent.call.id, result.outcome, result.spent);
      else this.legYielded(agent, result.why, result.spent);
    }
    this.proceed();
  }

  private legFailed(agent: Agent, error: unknown): void {
    this.admission.done();
    if (this.unsettled.has(agent.call.id)) {
      if (wasAskedToYield(agent)) this.legYielded(agent, { reason: 'paused' }, null);
      else this.settle(agent.call.id, crash(activityMessage(error)), null);
    }
    this.proceed();
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
      case 'permission':
        agent.place = { in: 'asking' };
        agent.asks = why.asks.map(({ id }) => id);
        this.ledger.record({
          type: 'waiting',
          call: agent.call.id,
          wait: { for: 'permission', asks: why.asks },
          spent,
        });
        return;
      case 'rate-limit':
        return this.waitForProvider(agent, why, spent);
      case 'no-provider':
        return this.waitForProvider(agent, why, null); // such a leg has read nothing, not even what was spent
    }
  }

  private waitForProvider(
    agent: Agent,
    { reason, until, message }: Extract<LegYield, { readonly until: number }>,
    spent: LegSpent | null,
  ): void {
    agent.place = { in: 'limited' };
    this.ledger.record({ type: 'waiting', call: agent.call.id, wait: { for: reason, until, message }, spent });
    sleep(Math.min(Math.max(1, until - Date.now()), LONGEST_WAIT_MS)).then(
      () => {
        this.requeue(agent);
        this.admit();
      },
      () => {}, // the run was cancelled: it ends
    );
  }

  private requeue(agent: Agent): void {
    agent.place = { in: 'queue' };
    this.admission.enqueueFirst(agent);
  }

  private settle(call: CallId, outcome: Outcome, spent: LegSpent | null): void {
    this.unsettled.delete(call);
    this.ledger.record({ type: 'settled', call, ending: endingOf(outcome), spent });
    this.inbox.push({ kind: 'outcome', call, outcome, tokens: spent?.usage.output ?? 0 });
  }

  private proceed(): void {
    this.admit();
    this.inbox.deliver();
  }

  /** The call with what its agent type settles for it. */
  private ofItsType(call: AgentCall): AgentCall {
    const settled = this.spec.typeOptions?.[call.options.agentType ?? ''];
    return settled ? { ...call, options: { ...settled, ...call.options } } : call;
  }

  private modelOf({ options: { model, maxTokens } }: AgentCall): RunSpec['model'] {
    const named = modelNamed(model);
    return {
      ...this.spec.model,
      ...(named !== undefined && { id: modelId(named, this.spec.aliases) }),
      ...(maxTokens !== undefined && { maxTokens }),
    };
  }
}

function cancelLeg({ place }: Agent): void {
  if (place.in === 'leg') place.scope.cancel();
}

/**
 * Of such a leg any failure is a yield: it was cancelled before a worker took it up, or its worker died and Temporal does
 * not try again what it was told to cancel.
 */
function wasAskedToYield({ place }: Agent): boolean {
  return place.in === 'leg' && place.scope.consideredCancelled;
}

function crash(message: string): Outcome {
  return { status: 'failed', code: 'AGENT_CRASHED', message, seen: 'null' };
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
