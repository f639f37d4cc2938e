// The guest: one script, and the workflows it nests, inside one QuickJS instance.
//
// Owns: the instance, its realms, the gauge, the numbers of calls.
// Messages: `start`, `settle`, `adopt` in, one at a time; ScriptHost out.
//
// I1  The guest sees only strings crossing: JSON in, JSON out. No host object is reachable.
// I2  Same script, args, limits and settled calls in the same order give the same guest state, bit for bit.
// I3  Every entry is bounded by gas, heap, value size, calls and log; one outcome is settled per entry and its jobs are drained.
// I4  Limits come with the run's recorded input.
// I5  Line numbers in errors are those of the user's file (CompiledScript.program keeps them).
// I6  Nothing from inside the guest escapes as an exception of the host: every fault becomes `ended`.

import type { CompiledScript } from '../script/compiled-script.js';
import type { Call, CallId, Scope } from './call.js';
import { BOOTED, type BootedRealm, bootRealm } from './engine/boot.js';
import { type Context, GuestException, QuickJs, type Value } from './engine/quickjs.js';
import { faultOf, type Thrown } from './fault.js';
import type { FaultCode, ScriptEnding, ScriptHost } from './host.js';
import type { GuestLimits } from './limits.js';
import type { Outcome } from './outcome.js';
import { type AgentRequest, agentCall } from './request.js';

/** What one entry cost. The driver sums it, and yields between entries when an activation has done enough. */
export interface Entry {
  readonly gas: number;
}

/** What a run gives its script to begin with. */
export interface Beginning {
  /** JSON text of `args`; null for none. */
  readonly args: string | null;
  readonly tokenTarget: number | null;
}

/** One realm: that of the script itself, or of a workflow nested in it. */
interface Realm extends BootedRealm {
  /** Name of the workflow that runs in it. */
  name: string;
  readonly scope: Scope;
  /** Display group of calls that name none: the phase named last, or the group of the nested workflow. */
  group: string | null;
  /** Calls of this realm that are not settled: local number to that of the run. */
  readonly outstanding: Map<number, CallId>;
}

/** A call the script waits for: where its answer goes. */
interface Waiting {
  readonly realm: Realm;
  /** The call's number inside its realm. */
  readonly local: number;
  readonly kind: Call['kind'];
}

/** Ends the entry at once: thrown through the guest, which cannot catch it. */
class GuestStop extends Error {}

/** Gas a script pays for each host call and for each code unit it sends; what it is given is free to parse (about 60 gas a unit). */
const GAS_PER_HOST_CALL = 1_000;
const GAS_PER_UNIT_OUT = 4;
const GAS_PER_UNIT_IN = 60;

export class Guest {
  private readonly limits: GuestLimits;
  private readonly host: ScriptHost;
  private readonly engine: QuickJs;
  private readonly realms = new Map<Context, Realm>();
  private readonly root: Realm;
  private readonly files = new Set<string>();
  private readonly waiting = new Map<CallId, Waiting>();
  /** Times each workflow was nested so far, by name. */
  private readonly timesNested = new Map<string, number>();
  private readonly children = new Map<CallId, Realm>();
  /** Realms of nested workflows that ended during the present entry. */
  private readonly leaving: Realm[] = [];
  private lastCall: CallId = 0;
  private readonly logged = { lines: 0, units: 0 };
  private over = false;

  constructor(limits: GuestLimits, host: ScriptHost) {
    this.limits = limits;
    this.host = host;
    this.engine = new QuickJs(limits.heapBytes, (context, args) => this.hear(context, args), BOOTED.image);
    this.root = this.addRealm(BOOTED, [], null);
  }

  /** Runs the script until it waits for something. */
  start(script: CompiledScript, beginning: Beginning): Entry {
    const tokenTarget = JSON.stringify(beginning.tokenTarget);
    const given = beginning.args === null ? '' : `,"args":${beginning.args}`;
    return this.entry(given.length, () => {
      this.load(this.root, script);
      this.enter(this.root, 'start', `{"tokenTarget":${tokenTarget}${given}}`);
    });
  }

  /** Hands the script the outcome of a call (a timer's is any `ok`), with the tokens it counts for. Unknown and settled calls are ignored. */
  settle(id: CallId, outcome: Outcome, spent: number): Entry {
    const call = this.forget(id);
    if (!call) return { gas: 0 };
    const answer = JSON.stringify({ ...outcome, id: call.local, spent });
    if (answer.length > this.limits.valueLength) return this.refuse(call, answer.length, spent);
    return this.entry(answer.length, () => this.enter(call.realm, call.kind === 'timer' ? 'fire' : 'settle', answer));
  }

  /** Answers a `workflow` call with the script it named: runs it in a realm of its own. Its value never leaves the guest. */
  adopt(id: CallId, script: CompiledScript): Entry {
    const call = this.waiting.get(id);
    if (!call) return { gas: 0 };
    return this.entry(script.program.length, () => {
      const times = (this.timesNested.get(script.meta.name) ?? 0) + 1;
      this.timesNested.set(script.meta.name, times);
      const name = times === 1 ? script.meta.name : `${script.meta.name} #${times}`;
      const realm = this.addRealm(bootRealm(this.engine), [...call.realm.scope, name], `▸ ${name}`);
      this.children.set(id, realm);
      this.load(realm, script);
      this.enter(call.realm, 'adopt', JSON.stringify({ id: call.local }), realm.enter);
    });
  }

  private refuse(call: Waiting, length: number, spent: number): Entry {
    const message = `the answer has ${length} characters as JSON; a script can be handed ${this.limits.valueLength}`;
    const tooLarge: Outcome = { status: 'failed', code: 'VALUE_TOO_LARGE', message, seen: 'exception' };
    return this.entry(0, () => this.enter(call.realm, 'settle', JSON.stringify({ ...tooLarge, id: call.local, spent })));
  }

  private forget(id: CallId): Waiting | undefined {
    const call = this.waiting.get(id);
    this.waiting.delete(id);
    call?.realm.outstanding.delete(call.local);
    return call;
  }

  /** One bounded visit to the guest (I3). `units` of input are parsed at our expense. */
  private entry(units: number, visit: () => void): Entry {
    if (this.over) return { gas: 0 };
    const budget = this.limits.gasPerEntry + units * GAS_PER_UNIT_IN;
    this.engine.gas = budget;
    try {
      visit();
      this.engine.drainJobs();
      this.leaveRealms();
    } catch (error) {
      this.stop(error);
    }
    if (!this.over && this.waiting.size === 0) {
      this.fault('SCRIPT_STUCK', 'the script is stuck: it awaits a promise that nothing left can ever settle');
    }
    return { gas: budget - this.engine.gas };
  }

  private load(realm: Realm, script: CompiledScript): void {
    const file = fileName(script.file);
    this.files.add(file);
    realm.name = script.meta.name;
    const body = this.engine.evaluate(realm.context, script.program, file);
    this.enter(realm, 'load', 'null', body);
    this.engine.freeValue(realm.context, body);
  }

  private enter(realm: Realm, op: string, json: string, value?: Value): void {
    const { context } = realm;
    const args = [this.engine.string(context, op), this.engine.string(context, json)];
    const result = this.engine.call(context, realm.enter, value === undefined ? args : [...args, value]);
    for (const own of [...args, result]) this.engine.freeValue(context, own);
  }

  /** The guest called the host. */
  private hear(context: Context, args: readonly string[]): void {
    const realm = this.realms.get(context);
    const [op, json = 'null'] = args;
    if (!realm || this.over) return;
    this.engine.gas -= GAS_PER_HOST_CALL + json.length * GAS_PER_UNIT_OUT;
    if (json.length > this.limits.valueLength) {
      const what = op === 'returned' ? 'the result' : `what was given to ${op}()`;
      this.fault('SCRIPT_VALUE_TOO_LARGE', `${what} has ${json.length} characters as JSON; the limit is ${this.limits.valueLength}`);
      throw new GuestStop();
    }
    const data = JSON.parse(json) as never;
    switch (op) {
      case 'agent':
        return this.issueAgent(realm, data);
      case 'timer':
        return this.issueTimer(realm, data);
      case 'workflow':
        return this.issueWorkflow(realm, data);
      case 'clear':
        return this.clear(realm, data);
      case 'log':
        return this.log(realm, data);
      case 'warn':
        return this.host.warn(data, realm.scope);
      case 'phase':
        return this.phase(realm, data);
      case 'left':
        return this.leave(realm, data);
      case 'returned':
        return this.end({ kind: 'returned', value: data });
      case 'returned-nothing':
        return this.end({ kind: 'returned', value: undefined });
      case 'threw':
        return this.threw(data);
    }
  }

  private issueAgent(realm: Realm, request: AgentRequest): void {
    const id = this.nextCall(realm, request.id, 'agent');
    this.host.issue(agentCall(request, id, realm.scope, realm.group));
  }

  private issueTimer(realm: Realm, request: { readonly id: number; readonly ms: number }): void {
    const id = this.nextCall(realm, request.id, 'timer');
    this.host.issue({ kind: 'timer', id, scope: realm.scope, ms: request.ms });
  }

  private issueWorkflow(realm: Realm, request: { readonly id: number; readonly ref: { readonly name: string } | { readonly scriptPath: string } }): void {
    const id = this.nextCall(realm, request.id, 'workflow');
    this.host.issue({ kind: 'workflow', id, scope: realm.scope, ref: request.ref });
  }

  private nextCall(realm: Realm, local: number, kind: Call['kind']): CallId {
    if (this.lastCall >= this.limits.calls) {
      this.fault('SCRIPT_TOO_MANY_CALLS', `the script made more than ${this.limits.calls} calls`);
      throw new GuestStop();
    }
    const id = ++this.lastCall;
    this.waiting.set(id, { realm, local, kind });
    realm.outstanding.set(local, id);
    return id;
  }

  private clear(realm: Realm, request: { readonly id: number }): void {
    const id = realm.outstanding.get(request.id);
    if (id !== undefined) this.drop(id);
  }

  private drop(id: CallId): void {
    this.forget(id);
    this.host.cancel(id);
  }

  private log(realm: Realm, line: string): void {
    this.logged.lines++;
    this.logged.units += line.length;
    if (this.logged.lines > this.limits.logLines || this.logged.units > this.limits.logLength) {
      this.fault('SCRIPT_TOO_MANY_LOGS', `the script logged more than ${this.limits.logLines} lines or ${this.limits.logLength} characters`);
      throw new GuestStop();
    }
    this.host.log(line, realm.scope);
  }

  /** Phases of nested workflows show as one group, that of the workflow. */
  private phase(realm: Realm, title: string): void {
    if (realm !== this.root) return;
    realm.group = title;
    this.host.phase(title);
  }

  /** A nested workflow ended: what it did not wait for is cancelled, and its realm goes when the entry is over. */
  private leave(parent: Realm, result: { readonly id: number; readonly ok: boolean; readonly says?: string }): void {
    const id = parent.outstanding.get(result.id);
    const child = id === undefined ? undefined : this.children.get(id);
    if (id === undefined || !child) return;
    this.children.delete(id);
    this.forget(id);
    for (const call of [...child.outstanding.values()]) this.drop(call);
    this.leaving.push(child);
    this.host.left(child.name, result);
  }

  private leaveRealms(): void {
    for (const realm of this.leaving.splice(0)) {
      this.realms.delete(realm.context);
      this.engine.freeValue(realm.context, realm.enter);
      this.engine.freeContext(realm.context);
    }
  }

  private addRealm(booted: BootedRealm, scope: Scope, group: string | null): Realm {
    const realm: Realm = { ...booted, name: '', scope, group, outstanding: new Map() };
    this.realms.set(realm.context, realm);
    return realm;
  }

  private threw(thrown: Thrown): void {
    const outOfMemory = /^InternalError: out of memory/.test(thrown.message) || (thrown.message === 'null was thrown' && this.engine.heapFull);
    this.end({ kind: 'faulted', code: outOfMemory ? 'SCRIPT_OUT_OF_MEMORY' : 'SCRIPT_THREW', fault: faultOf(thrown, this.files) });
  }

  /** Whatever came out of the engine, as an ending (I6). */
  private stop(error: unknown): void {
    if (this.over) return;
    if (this.engine.gas < 0) {
      return this.fault('SCRIPT_OUT_OF_GAS', `the script computed too long without waiting: it used up its time budget of ${this.limits.gasPerEntry} gas units`);
    }
    if (error instanceof GuestException) return this.threw(error.thrown);
    this.fault('SCRIPT_FAULT', `the interpreter cannot go on with this script: ${error instanceof Error ? error.message : String(error)}`);
  }

  private fault(code: FaultCode, message: string): void {
    this.end({ kind: 'faulted', code, fault: { name: 'ScriptError', message, stack: [] } });
  }

  private end(ending: ScriptEnding): void {
    if (this.over) return;
    this.over = true;
    this.host.ended(ending);
  }
}

/** The last part of a path: stacks never show where files lie. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
