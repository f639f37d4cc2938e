import { createHash } from 'node:crypto';
import type { Call, CallId, Scope } from '../../src/interpreter/call.js';
import { Guest } from '../../src/interpreter/guest.js';
import type { ScriptEnding, ScriptHost } from '../../src/interpreter/host.js';
import { DEFAULT_GUEST_LIMITS, type GuestLimits } from '../../src/interpreter/limits.js';
import type { FailureCode, Outcome } from '../../src/interpreter/outcome.js';
import { compileScript } from '../../src/script/compile.js';
import type { CompiledScript } from '../../src/script/compiled-script.js';

export type AgentCall = Extract<Call, { kind: 'agent' }>;

/** What serves an agent: its outcome, after so many milliseconds of the host's own time. */
export interface Service {
  readonly outcome: Outcome;
  readonly delayMs?: number;
  readonly tokens?: number;
  /** Requests a real agent would have made. */
  readonly requests?: number;
}

/** What a script finds around it. Every field has a harmless default. */
export interface Setting {
  /** JSON text. */
  readonly args?: string;
  readonly tokenTarget?: number;
  readonly limits?: Partial<GuestLimits>;
  readonly agents?: (call: AgentCall) => Service;
  readonly saved?: readonly CompiledScript[];
  readonly agentTypes?: readonly string[];
  readonly nesting?: number;
  readonly concurrency?: number;
  readonly maxAgents?: number;
  /** Told of each call as it is issued. */
  readonly issued?: (call: Call) => void;
  /** Which of several arrivals enters the guest next; the earliest unless given. */
  readonly choose?: (arrivals: readonly Arrival[]) => Arrival | undefined;
}

/** Something that can enter the guest, and when the host's own clock says so. */
export interface Arrival {
  readonly call: CallId;
  readonly at: number;
  readonly enter: { readonly outcome: Outcome; readonly tokens: number } | { readonly script: CompiledScript };
}

export interface Report {
  readonly ending: ScriptEnding | null;
  readonly calls: readonly Call[];
  readonly logs: readonly string[];
  readonly warnings: readonly string[];
  readonly phases: readonly string[];
  readonly agents: readonly {
    readonly label: string;
    readonly phase: string | null;
    readonly state: 'done' | 'error' | 'start';
  }[];
  readonly requests: number;
  /** Gas of each entry, in order. */
  readonly gas: readonly number[];
  /** Calls in the order in which something entered the guest for them. */
  readonly delivered: readonly CallId[];
  readonly guest: Guest;
}

/** The text of a script with this body; the body begins on line 2. */
export function scriptOf(body: string, name = 'test-script'): CompiledScript {
  return compileScript({
    file: `${name}.js`,
    text: `export const meta = { name: '${name}', description: 'a test' };\n${body}`,
  });
}

/** Runs a script to its end, or until nothing is left to arrive, on a clock of the host's own that only arrivals move. */
export function runScript(script: CompiledScript, setting: Setting = {}): Report {
  return new TestHost(script, setting).run();
}

/** A hash of the guest's memory as a run left it. */
export function memoryHash({ guest }: Report): string {
  const hash = createHash('sha256');
  for (const page of guest.image().pages) hash.update(`${page.at}:`).update(page.bytes);
  return hash.digest('hex');
}

class TestHost implements ScriptHost {
  private readonly script: CompiledScript;
  private readonly setting: Setting;
  private readonly guest: Guest;
  private ending: ScriptEnding | null = null;
  private now = 0;
  private arrivals: Arrival[] = [];
  private readonly queue: AgentCall[] = [];
  private readonly working = new Set<CallId>();
  private startedAgents = 0;
  private requests = 0;
  private readonly calls: Call[] = [];
  private readonly logs: string[] = [];
  private readonly warnings: string[] = [];
  private readonly phases: string[] = [];
  private readonly states = new Map<CallId, 'done' | 'error' | 'start'>();
  private readonly gas: number[] = [];
  private readonly delivered: CallId[] = [];

  constructor(script: CompiledScript, setting: Setting) {
    this.script = script;
    this.setting = setting;
    this.guest = new Guest({ ...DEFAULT_GUEST_LIMITS, ...setting.limits }, this);
  }

  run(): Report {
    const { args = null, tokenTarget = null } = this.setting;
    for (const { title } of this.script.meta.phases) this.showPhase(title);
    this.gas.push(this.guest.start(this.script, { args, tokenTarget }).gas);
    this.admit();
    while (!this.ending) {
      const next = this.next();
      if (!next) break;
      this.arrivals = this.arrivals.filter((arrival) => arrival !== next);
      this.deliver(next);
      this.admit();
    }
    const agents = this.calls.flatMap((call) =>
      call.kind === 'agent'
        ? [{ label: call.label, phase: call.phase, state: this.states.get(call.id) ?? 'start' }]
        : [],
    );
    const { ending, calls, logs, warnings, phases, requests, gas, delivered, guest } = this;
    return { ending, calls, logs, warnings, phases, agents, requests, gas, delivered, guest };
  }

  issue(call: Call): void {
    this.calls.push(call);
    this.setting.issued?.(call);
    switch (call.kind) {
      case 'agent':
        return this.queueAgent(call);
      case 'timer':
        return this.arrive(call.id, call.ms, { status: 'ok', value: null });
      case 'workflow':
        return this.nest(call);
    }
  }

  cancel(id: CallId): void {
    this.working.delete(id);
    this.arrivals = this.arrivals.filter((arrival) => arrival.call !== id);
  }

  log(line: string, scope: Scope): void {
    this.logs.push(scope.length > 0 ? `[${scope.join('/')}] ${line}` : line);
  }

  warn(line: string): void {
    this.warnings.push(line);
  }

  phase(title: string): void {
    this.showPhase(title);
  }

  left(name: string, result: { readonly ok: boolean; readonly says?: string }): void {
    this.logs.push(result.ok ? `▸ ${name} done` : `▸ ${name} failed: ${result.says}`);
  }

  ended(ending: ScriptEnding): void {
    if (this.ending) throw new Error('the guest ended twice');
    this.ending = ending;
  }

  private showPhase(title: string): void {
    if (!this.phases.includes(title)) this.phases.push(title);
  }

  private next(): Arrival | undefined {
    const inOrder = this.arrivals.toSorted((a, b) => a.at - b.at);
    return this.setting.choose ? this.setting.choose(inOrder) : inOrder[0];
  }

  private deliver({ call, at, enter }: Arrival): void {
    this.now = Math.max(this.now, at);
    this.delivered.push(call);
    if ('script' in enter) {
      this.gas.push(this.guest.adopt(call, enter.script).gas);
      return;
    }
    this.working.delete(call);
    this.states.set(call, enter.outcome.status === 'ok' ? 'done' : 'error');
    this.gas.push(this.guest.settle(call, enter.outcome, enter.tokens).gas);
  }

  private queueAgent(call: AgentCall): void {
    const { agentTypes = [], maxAgents = 1_000 } = this.setting;
    if (call.phase !== null) this.showPhase(call.phase);
    const { agentType } = call.options;
    if (agentType !== undefined && !agentTypes.includes(agentType)) {
      return this.refuse(
        call.id,
        'UNKNOWN_AGENT_TYPE',
        `agent type '${agentType}' not found. Known types: ${agentTypes.join(', ')}`,
      );
    }
    if (this.startedAgents >= maxAgents)
      return this.refuse(call.id, 'AGENT_LIMIT', `this run may start ${maxAgents} agents, and has`);
    this.startedAgents++;
    this.queue.push(call);
  }

  private admit(): void {
    while (this.queue.length > 0 && this.working.size < (this.setting.concurrency ?? 16)) {
      const call = this.queue.shift() as AgentCall;
      const service = this.setting.agents?.(call) ?? { outcome: { status: 'ok', value: 'RESULT' } };
      this.requests += service.requests ?? 1;
      this.working.add(call.id);
      this.arrive(call.id, service.delayMs ?? 0, service.outcome, service.tokens);
    }
  }

  private nest(call: Extract<Call, { kind: 'workflow' }>): void {
    const { saved = [], nesting = 1 } = this.setting;
    if (call.scope.length >= nesting)
      return this.refuse(call.id, 'NESTING_TOO_DEEP', `nesting is limited to ${nesting}`);
    const wanted = 'name' in call.ref ? call.ref.name : call.ref.scriptPath;
    const script = saved.find(({ meta, file }) => ('name' in call.ref ? meta.name : file) === wanted);
    if (!script) {
      const known = saved.map(({ meta }) => meta.name).join(', ');
      return this.refuse(call.id, 'UNKNOWN_WORKFLOW', `no workflow is named '${wanted}'. Known workflows: ${known}`);
    }
    this.logs.push(`▸ running dynamic workflow ${script.meta.name}`);
    this.arrivals.push({ call: call.id, at: this.now, enter: { script } });
  }

  private refuse(call: CallId, code: FailureCode, message: string): void {
    this.arrive(call, 0, { status: 'failed', code, message, seen: 'exception' });
  }

  private arrive(call: CallId, delayMs: number, outcome: Outcome, tokens = 0): void {
    this.arrivals.push({ call, at: this.now + delayMs, enter: { outcome, tokens } });
  }
}
