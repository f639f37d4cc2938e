// The guest: one script, and the workflows it nests, inside one QuickJS instance.
//
// Owns: the realms (realms.ts), the numbers of calls, what was used of each limit.
// Messages: `start`, `settle`, `adopt` in, one at a time; ScriptHost out.
//
// I1  The guest sees only strings crossing: JSON in, JSON out. No host object is reachable.
// I2  Same script, args, limits and settled calls in the same order give the same guest state, bit for bit.
// I3  Every entry is bounded by gas, heap, value size, calls and log; one outcome is settled per entry and its jobs are drained.
// I4  Limits come with the run's recorded input.
// I5  Line numbers in errors are those of the user's file (CompiledScript.program keeps them).
// I6  Nothing from inside the guest escapes as an exception of the host: every fault becomes `ended`.

import { messageOf } from '../config/message-of.js';
import type { CompiledScript } from '../script/compiled-script.js';
import type { Call, CallId } from './call.js';
import { GuestException, HeapFull, type Image } from './engine/quickjs.js';
import { faultOf, lineIn, type Thrown } from './fault.js';
import type { FaultCode, ScriptEnding, ScriptHost } from './host.js';
import type { GuestLimits } from './limits.js';
import type { Json, Outcome } from './outcome.js';
import { type HostRequest, type Realm, Realms } from './realms.js';
import { type AgentRequest, agentCall, phaseTitle } from './request.js';

/** What one entry cost. The driver sums it, and yields between entries when an activation has done enough. */
export interface Entry {
  readonly gas: number;
  /** Characters that were handed to the script. */
  readonly length: number;
}

const NO_ENTRY: Entry = { gas: 0, length: 0 };

/** What a run gives its script to begin with. */
export interface Beginning {
  /** JSON text of `args`; null for none. */
  readonly args: string | null;
  readonly tokenTarget: number | null;
  /** The run itself waits once the target is spent: `agent()` does not throw for it. */
  readonly waitsAtTarget?: boolean;
}

/** A call the script waits for: where its answer goes. */
interface Waiting {
  readonly realm: Realm;
  /** The call's number inside its realm. */
  readonly local: number;
  readonly kind: Call['kind'];
  /** Length of what the script sent with it. */
  readonly length: number;
}

/** A workflow that runs nested in the script. */
interface Child {
  readonly name: string;
  readonly realm: Realm;
}

/** Ends the entry at once: thrown through the guest, which cannot catch it. */
class GuestStop extends Error {}

/** Gas a script pays for each host call and for each code unit it sends. */
const GAS_PER_HOST_CALL = 1_000;
const GAS_PER_UNIT_OUT = 4;
const TOO_DEEP = 'the answer is nested too deeply to be handed to a script';

export class Guest {
  private readonly limits: GuestLimits;
  private readonly host: ScriptHost;
  /** Set by `start`, which comes first. */
  private realms!: Realms;
  private readonly waiting = new Map<CallId, Waiting>();
  private readonly children = new Map<CallId, Child>();
  /** Times each workflow was nested so far, by name. */
  private readonly timesNested = new Map<string, number>();
  private lastCall: CallId = 0;
  /** Code units of the calls that wait. */
  private waitingLength = 0;
  private readonly told = { lines: 0, length: 0 };
  private over = false;

  constructor(limits: GuestLimits, host: ScriptHost) {
    this.limits = limits;
    this.host = host;
  }

  /** Runs the script until it waits for something. */
  start(script: CompiledScript, { args, tokenTarget, waitsAtTarget = false }: Beginning): Entry {
    this.realms = new Realms(script, this.limits.heapBytes, (realm, request) => this.hear(realm, request));
    const { root } = this.realms;
    return this.entry(() => {
      this.realms.load(root, script);
      if (args !== null) this.realms.give(root, args);
      this.realms.enter(root, 'start', { tokenTarget, waits: waitsAtTarget });
    });
  }

  /** Hands the script the outcome of a call (a timer's is any `ok`), with the tokens it counts for. Unknown and settled calls are ignored. */
  settle(id: CallId, outcome: Outcome, spent: number): Entry {
    const call = this.forget(id);
    if (!call) return NO_ENTRY;
    const { realm, local, kind } = call;
    if (kind === 'timer') return this.entry(() => this.realms.enter(realm, 'fire', { id: local }));
    if (outcome.status !== 'ok')
      return this.entry(() => this.realms.enter(realm, 'settle', { ...outcome, id: local, spent }));
    const json = jsonOf(outcome.value);
    if (json === null) return this.refuse(call, spent, TOO_DEEP);
    const { valueLength } = this.limits;
    if (json.length > valueLength) {
      return this.refuse(
        call,
        spent,
        `the answer has ${json.length} characters as JSON; a script can be handed ${valueLength}`,
      );
    }
    return this.entry(() => {
      this.realms.give(realm, json);
      this.realms.enter(realm, 'settle', { status: 'ok', id: local, spent });
    }, json.length);
  }

  /** Answers a `workflow` call with the script it named: runs it in a realm of its own. Its value never leaves the guest. */
  adopt(id: CallId, script: CompiledScript): Entry {
    const call = this.waiting.get(id);
    if (!call) return NO_ENTRY;
    return this.entry(() => {
      const times = (this.timesNested.get(script.meta.name) ?? 0) + 1;
      this.timesNested.set(script.meta.name, times);
      const name = times === 1 ? script.meta.name : `${script.meta.name} #${times}`;
      const realm = this.realms.open(script, [...call.realm.scope, name], `▸ ${name}`);
      const refusal = this.loadNested(realm, script);
      if (refusal !== null) return this.refuseNested(id, call, script, realm, refusal);
      this.children.set(id, { name: script.meta.name, realm });
      this.realms.enter(call.realm, 'adopt', { id: call.local }, realm.enter);
    }, script.program.length);
  }

  /** The guest's memory between entries: equal for equal runs (I2). */
  image(): Image {
    return this.realms.image();
  }

  /** Why the engine cannot take the script; null when it has. */
  private loadNested(realm: Realm, script: CompiledScript): string | null {
    try {
      this.realms.load(realm, script);
      return null;
    } catch (error) {
      if (!(error instanceof GuestException)) throw error;
      const { message, stack } = faultOf(error.thrown, this.realms.files);
      const [place] = stack;
      return place === undefined ? message : `${message} (${place})`;
    }
  }

  /** The call throws in the script that made it, as for a workflow that cannot be found. */
  private refuseNested(
    id: CallId,
    { realm, local }: Waiting,
    script: CompiledScript,
    nested: Realm,
    why: string,
  ): void {
    const { name } = script.meta;
    const message = `workflow '${name}' cannot be loaded: ${why}`;
    const refusal: Outcome = { status: 'failed', code: 'UNKNOWN_WORKFLOW', message, seen: 'exception' };
    this.forget(id);
    this.realms.close(nested);
    this.host.left(name, { ok: false, says: message });
    this.realms.enter(realm, 'settle', { ...refusal, id: local, spent: 0 });
  }

  private refuse({ realm, local }: Waiting, spent: number, message: string): Entry {
    const refusal: Outcome = { status: 'failed', code: 'VALUE_TOO_LARGE', message, seen: 'exception' };
    return this.entry(() => this.realms.enter(realm, 'settle', { ...refusal, id: local, spent }));
  }

  private forget(id: CallId): Waiting | undefined {
    const call = this.waiting.get(id);
    if (!call) return undefined;
    this.waiting.delete(id);
    this.waitingLength -= call.length;
    call.realm.outstanding.delete(call.local);
    return call;
  }

  /** One bounded visit to the guest (I3). */
  private entry(visit: () => void, length = 0): Entry {
    if (this.over) return NO_ENTRY;
    const { gasPerEntry } = this.limits;
    try {
      this.realms.visit(gasPerEntry, visit);
    } catch (error) {
      this.stop(error);
    }
    if (!this.over && this.waiting.size === 0) {
      this.fault('SCRIPT_STUCK', 'the script is stuck: it awaits a promise that nothing left can ever settle');
    }
    return { gas: gasPerEntry - this.realms.gas + this.realms.gasOfOurs, length };
  }

  /** The guest called the host. */
  private hear(realm: Realm, request: HostRequest): void {
    const { op, json } = request;
    if (this.over) throw new GuestStop();
    this.realms.charge(GAS_PER_HOST_CALL + json.length * GAS_PER_UNIT_OUT);
    if (json.length > this.limits.valueLength) {
      const what = op === 'returned' ? 'the result' : `what was given to ${op}()`;
      this.fault(
        'SCRIPT_VALUE_TOO_LARGE',
        `${what} has ${json.length} characters as JSON; the limit is ${this.limits.valueLength}`,
      );
    } else {
      this.obey(realm, request, JSON.parse(json) as never);
    }
    if (this.over) throw new GuestStop();
  }

  private obey(realm: Realm, { op, json: { length }, stack }: HostRequest, data: never): void {
    switch (op) {
      case 'agent':
        return this.issueAgent(realm, data, length, lineIn(stack, this.realms.files));
      case 'timer':
        return this.issueTimer(realm, data, length);
      case 'workflow':
        return this.issueWorkflow(realm, data, length);
      case 'clear':
        return this.clear(realm, data);
      case 'log':
        return this.tell(length, () => this.host.log(data, realm.scope));
      case 'warn':
        return this.tell(length, () => this.host.warn(data, realm.scope));
      case 'phase':
        return this.tell(length, () => this.phase(realm, data));
      case 'left':
        return this.tell(length, () => this.leave(realm, data));
      case 'returned':
        return this.end({ kind: 'returned', value: data });
      case 'returned-nothing':
        return this.end({ kind: 'returned', value: undefined });
      case 'threw':
        return this.threw(data);
    }
  }

  private issueAgent(realm: Realm, request: AgentRequest, length: number, line: number | undefined): void {
    const { scope, group } = realm;
    this.issue(realm, request.id, length, (id) => agentCall(request, id, { scope, group, line }));
  }

  private issueTimer(realm: Realm, request: { readonly id: number; readonly ms: number }, length: number): void {
    this.issue(realm, request.id, length, (id) => ({ kind: 'timer', id, scope: realm.scope, ms: request.ms }));
  }

  private issueWorkflow(realm: Realm, request: WorkflowRequest, length: number): void {
    this.issue(realm, request.id, length, (id) => ({ kind: 'workflow', id, scope: realm.scope, ref: request.ref }));
  }

  private issue(realm: Realm, local: number, length: number, callWith: (id: CallId) => Call): void {
    const { calls, waitingLength } = this.limits;
    if (this.lastCall >= calls) return this.fault('SCRIPT_TOO_MANY_CALLS', `the script made more than ${calls} calls`);
    if (this.waitingLength + length > waitingLength) {
      return this.fault(
        'SCRIPT_TOO_MANY_CALLS',
        `the calls the script waits for hold more than ${waitingLength} characters`,
      );
    }
    const call = callWith(++this.lastCall);
    this.waiting.set(call.id, { realm, local, kind: call.kind, length });
    this.waitingLength += length;
    realm.outstanding.set(local, call.id);
    this.host.issue(call);
  }

  private clear(realm: Realm, request: { readonly id: number }): void {
    const id = realm.outstanding.get(request.id);
    if (id !== undefined) this.drop(id);
  }

  private drop(id: CallId): void {
    this.forget(id);
    this.host.cancel(id);
  }

  /** Whatever adds a line to the run's record counts against the limits of logs. */
  private tell(length: number, line: () => void): void {
    const { logLines, logLength } = this.limits;
    this.told.lines++;
    this.told.length += length;
    if (this.told.lines <= logLines && this.told.length <= logLength) return line();
    this.fault('SCRIPT_TOO_MANY_LOGS', `the script logged more than ${logLines} lines or ${logLength} characters`);
  }

  /** Phases of nested workflows show as one group, that of the workflow. */
  private phase(realm: Realm, title: string): void {
    if (realm !== this.realms.root) return;
    realm.group = phaseTitle(title);
    this.host.phase(realm.group);
  }

  /** A nested workflow ended: what it did not wait for is cancelled, and its realm goes when the entry is over. */
  private leave(parent: Realm, result: { readonly id: number; readonly ok: boolean; readonly says?: string }): void {
    const id = parent.outstanding.get(result.id);
    const child = id === undefined ? undefined : this.children.get(id);
    if (id === undefined || !child) return;
    this.children.delete(id);
    this.forget(id);
    this.dropAll(child.realm);
    this.host.left(child.name, result);
  }

  /** Also what is nested deeper: the workflows a realm waits for end with it. */
  private dropAll(realm: Realm): void {
    for (const call of [...realm.outstanding.values()]) {
      const child = this.children.get(call);
      this.children.delete(call);
      if (child) this.dropAll(child.realm);
      this.drop(call);
    }
    this.realms.close(realm);
  }

  private threw(thrown: Thrown): void {
    const outOfMemory = thrown.message.startsWith('InternalError: out of memory');
    this.end({
      kind: 'faulted',
      code: outOfMemory ? 'SCRIPT_OUT_OF_MEMORY' : 'SCRIPT_THREW',
      fault: faultOf(thrown, this.realms.files),
    });
  }

  /** Whatever came out of the engine, as an ending (I6). */
  private stop(error: unknown): void {
    if (this.over) return;
    if (this.realms.gas < 0) {
      const message = `the script computed too long without waiting: it used up its time budget of ${this.limits.gasPerEntry} gas units`;
      return this.fault('SCRIPT_OUT_OF_GAS', message);
    }
    if (error instanceof HeapFull) {
      return this.fault(
        'SCRIPT_OUT_OF_MEMORY',
        `the script needs more memory than the ${this.limits.heapBytes} bytes a run may use`,
      );
    }
    if (error instanceof GuestException) return this.threw(error.thrown);
    this.fault('SCRIPT_FAULT', `the interpreter cannot go on with this script: ${messageOf(error)}`);
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

interface WorkflowRequest {
  readonly id: number;
  readonly ref: { readonly name: string } | { readonly scriptPath: string };
}

/** Null where the value is nested too deeply even for the host. */
function jsonOf(value: Json): string | null {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
