// One path of a script, walked without agents: every agent answers at once with a mock value.
//
// Owns: the guest, a clock that only timers move, the figures. Never: a model, a server, a wait.
//
// D1  Agents answer in the order of their calls; a timer fires only when nothing else is left, the earliest first.
// D2  The walk is cut at MOST_CALLS calls, or at the deadline: from then on the figures are the least there is.
// D3  A fault is certain when neither mock answers nor missing args can be to blame for it.
// D4  What another run has settled answers as it did there and in that order, before mocks. It counts for none of the figures
//     but its own.

import { compileSchema } from '../../agent/answer/answer-schema.js';
import type { Call, CallId, Scope } from '../../interpreter/call.js';
import { Guest } from '../../interpreter/guest.js';
import type { FaultCode, ScriptEnding, ScriptFault, ScriptHost } from '../../interpreter/host.js';
import type { FailureCode, Outcome } from '../../interpreter/outcome.js';
import { Keys } from '../../journal/key.js';
import type { JournalLine } from '../../journal/line.js';
import { Replay, type ReplayRule } from '../../journal/replay.js';
import type { CompiledScript } from '../../script/compiled-script.js';
import { callInRun, modelOf } from '../../workflows/leg-request.js';
import type { RunActivities } from '../../workflows/ports.js';
import { type ReusedCall, ReusedCalls } from '../../workflows/reused-calls.js';
import type { RunSpec } from '../../workflows/spec.js';
import { mockValue } from './mock-value.js';

/** What of a run a rehearsal depends on. */
export type RehearsalSpec = Pick<
  RunSpec,
  'script' | 'args' | 'saved' | 'agentTypes' | 'typeOptions' | 'workspace' | 'limits' | 'model' | 'aliases'
> & {
  /** What another run has done, and the rule by which this one takes it over (D4). */
  readonly known?: { readonly lines: readonly JournalLine[]; readonly rule: ReplayRule };
};

/** What one path of a script did. */
export type DryRun = {
  readonly agents: number;
  /** Calls of every kind. */
  readonly calls: number;
  /** Agents beside these whose outcome another run has (D4). */
  readonly reused: number;
  /** Of `agents`, those that go on with a conversation of another run. */
  readonly begun: number;
  /** Display groups in the order in which they were named, those of `meta` first; agents outside of any count in none. */
  readonly phases: readonly { readonly title: string; readonly agents: number }[];
  /** Agents by the id of the model that would serve them. */
  readonly models: readonly { readonly id: string; readonly agents: number }[];
  /** Labels of the first agents. */
  readonly labels: readonly string[];
  /** First lines of the run's log. */
  readonly logs: readonly string[];
} & DryRunEnd;

export type DryRunEnd =
  | { readonly ended: 'returned' }
  /** By the number of calls, or by the clock: the figures are the least there is. */
  | { readonly ended: 'cut'; readonly cut: 'calls' | 'time' }
  | { readonly ended: 'faulted'; readonly fault: DryRunFault };

export interface DryRunFault extends ScriptFault {
  readonly code: FaultCode;
  /** What else than the script may be to blame. */
  readonly suspect: 'none' | 'mock-answers' | 'missing-args';
}

/** What a rehearsal needs of the world around it. */
export interface RehearsalWorld {
  readonly readScript: RunActivities['readScript'];
  /** Milliseconds; compared with `deadline` only. */
  readonly now: () => number;
  readonly deadline: number;
}

/** Calls after which a dry run is cut (D2). */
export const MOST_CALLS = 2_000;
const MOST_LABELS = 20;
const MOST_LOGS = 100;
const LONGEST_LOG = 1_000;
const TEXT_ANSWER = 'A mock answer.';

/** Walks the script to its end, or until it is cut. Blocks the thread while the script computes: see thread.ts. */
export function rehearse(spec: RehearsalSpec, world: RehearsalWorld): Promise<DryRun> {
  return new Rehearsal(spec, world).walk();
}

/** What enters the guest next. */
type Arrival = { readonly call: CallId } & ({ readonly outcome: Outcome } | { readonly script: CompiledScript });

class Rehearsal implements ScriptHost {
  private readonly spec: RehearsalSpec;
  private readonly world: RehearsalWorld;
  private readonly guest: Guest;
  private readonly ready: (Arrival | Promise<Arrival>)[] = [];
  private readonly timers = new Map<CallId, number>();
  /** Milliseconds on the clock of timers. */
  private clock = 0;
  private ending: ScriptEnding | null = null;
  private cut: 'calls' | 'time' | null = null;
  private mocked = false;
  private readonly keys = new Keys();
  private readonly replay: Replay | null;
  private readonly settled = new ReusedCalls();
  private agents = 0;
  private reused = 0;
  private begun = 0;
  private calls = 0;
  private readonly phases = new Map<string, number>();
  private readonly models = new Map<string, number>();
  private readonly labels: string[] = [];
  private readonly logs: string[] = [];

  constructor(spec: RehearsalSpec, world: RehearsalWorld) {
    this.spec = spec;
    this.world = world;
    this.guest = new Guest(spec.limits.guest, this);
    this.replay = spec.known ? new Replay(spec.known.lines, spec.known.rule) : null;
  }

  async walk(): Promise<DryRun> {
    const { script, args, limits } = this.spec;
    for (const { title } of script.meta.phases) this.phase(title);
    this.guest.start(script, { args, tokenTarget: limits.tokenTarget });
    while (!this.ending && !this.cut) {
      const next = await this.next();
      if (!next) break;
      if ('script' in next) this.guest.adopt(next.call, next.script);
      else this.guest.settle(next.call, next.outcome, 0);
      if (this.world.now() > this.world.deadline) this.cut ??= 'time';
    }
    return { ...this.figures(), ...this.end() };
  }

  issue(call: Call): void {
    const found = this.replay?.take(call, this.keys.next(call)()) ?? { kind: 'new' };
    if (found.kind === 'settled' && call.kind !== 'workflow') return this.reuse({ call, found });
    if (found.kind === 'begun') this.begun++;
    if (this.calls === MOST_CALLS) this.cut ??= 'calls';
    if (this.cut) return; // D2
    this.calls++;
    switch (call.kind) {
      case 'agent':
        return this.answer(call);
      case 'timer':
        this.timers.set(call.id, this.clock + call.ms);
        return;
      case 'workflow':
        return this.nest(call);
    }
  }

  private reuse(known: ReusedCall): void {
    if (known.call.kind === 'agent') this.reused++;
    this.settled.add(known);
  }

  cancel(id: CallId): void {
    this.settled.forget(id);
    this.timers.delete(id);
  }

  log(line: string, scope: Scope): void {
    const shown = scope.length > 0 ? `[${scope.join('/')}] ${line}` : line;
    if (this.logs.length < MOST_LOGS) this.logs.push(shown.slice(0, LONGEST_LOG));
  }

  warn(line: string, scope: Scope): void {
    this.log(`warning: ${line}`, scope);
  }

  phase(title: string): void {
    if (!this.phases.has(title)) this.phases.set(title, 0);
  }

  left(): void {}

  ended(ending: ScriptEnding): void {
    this.ending = ending;
  }

  private answer(call: Extract<Call, { kind: 'agent' }>): void {
    const { id, label, phase, options } = call;
    const { agentType, schema } = options;
    const model = modelOf(callInRun(call, this.spec), this.spec).id;
    this.agents++;
    this.models.set(model, (this.models.get(model) ?? 0) + 1);
    if (this.labels.length < MOST_LABELS) this.labels.push(label);
    if (phase !== null) this.phases.set(phase, (this.phases.get(phase) ?? 0) + 1);
    if (agentType !== undefined && !this.spec.agentTypes.includes(agentType)) {
      const known = this.spec.agentTypes.join(', ');
      return this.refuse(id, 'UNKNOWN_AGENT_TYPE', `agent type '${agentType}' not found. Known types: ${known}`);
    }
    const compiled = schema === undefined ? null : compileSchema(schema);
    if (compiled?.kind === 'invalid') return this.refuse(id, 'SCHEMA_INVALID', compiled.message);
    this.ready.push({
      call: id,
      outcome: { status: 'ok', value: schema === undefined ? TEXT_ANSWER : mockValue(schema) },
    });
  }

  private nest({ id, ref, scope }: Extract<Call, { kind: 'workflow' }>): void {
    const { saved, limits, workspace } = this.spec;
    if (scope.length >= limits.nesting) {
      return this.refuse(
        id,
        'NESTING_TOO_DEEP',
        `workflow() cannot be called here: nesting is limited to ${limits.nesting}`,
      );
    }
    if ('scriptPath' in ref) {
      this.ready.push(this.read(id, ref.scriptPath, workspace));
      return;
    }
    const script = saved.find(({ meta }) => meta.name === ref.name);
    if (script) {
      this.ready.push({ call: id, script });
      return;
    }
    const known = saved.map(({ meta }) => meta.name).join(', ') || 'none';
    this.refuse(id, 'UNKNOWN_WORKFLOW', `no workflow is named '${ref.name}'. Known workflows: ${known}`);
  }

  private async read(call: CallId, path: string, workspace: string): Promise<Arrival> {
    const result = await this.world.readScript({ path, workspace });
    return result.kind === 'script'
      ? { call, script: result.script }
      : { call, outcome: { status: 'failed', code: 'UNKNOWN_WORKFLOW', message: result.message, seen: 'exception' } };
  }

  private refuse(call: CallId, code: FailureCode, message: string): void {
    this.ready.push({ call, outcome: { status: 'failed', code, message, seen: 'exception' } });
  }

  /** D1. Undefined when nothing is left, which the guest has noticed before (SCRIPT_STUCK). */
  private async next(): Promise<Arrival | undefined> {
    const known = this.isMock(this.ready[0]) ? this.settled.next() : undefined;
    if (known) return { call: known.call.id, outcome: known.found.line.outcome };
    const arrival = await this.ready.shift();
    if (arrival) {
      this.mocked ||= 'outcome' in arrival && arrival.outcome.status === 'ok';
      return arrival;
    }
    const [first] = [...this.timers].toSorted(([, a], [, b]) => a - b);
    if (!first) return undefined;
    const [call, due] = first;
    this.timers.delete(call);
    this.clock = due;
    return { call, outcome: { status: 'ok', value: null } };
  }

  /** Whether an answer of a mock comes next, or nothing does. */
  private isMock(next: Arrival | Promise<Arrival> | undefined): boolean {
    return next === undefined || 'outcome' in next;
  }

  private figures(): Omit<DryRun, keyof DryRunEnd> {
    const phases = Array.from(this.phases, ([title, agents]) => ({ title, agents }));
    const models = Array.from(this.models, ([id, agents]) => ({ id, agents }));
    const { agents, calls, reused, begun, labels, logs } = this;
    return { agents, calls, reused, begun, phases, models, labels, logs };
  }

  private end(): DryRunEnd {
    if (this.cut) return { ended: 'cut', cut: this.cut };
    if (this.ending?.kind !== 'faulted') return { ended: 'returned' };
    const { code, fault } = this.ending;
    return { ended: 'faulted', fault: { ...fault, code, suspect: this.suspect() } };
  }

  /** D3 */
  private suspect(): DryRunFault['suspect'] {
    if (this.mocked) return 'mock-answers';
    const { args, script } = this.spec;
    return args === null && /\bargs\b/.test(script.program) ? 'missing-args' : 'none';
  }
}
