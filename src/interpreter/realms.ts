import type { CompiledScript } from '../script/compiled-script.js';
import type { CallId, Scope } from './call.js';
import { BOOT_GAS, type BootedRealm, bootImage, bootRealm, type RealmKind } from './engine/boot.js';
import { type Context, type Image, QuickJs, type Value } from './engine/quickjs.js';

/** One realm: that of the script itself, or of a workflow nested in it. */
export interface Realm extends BootedRealm {
  readonly scope: Scope;
  /** Display group of calls that name none: the phase named last, or the group of the nested workflow. */
  group: string | null;
  /** Calls of this realm that are not settled: local number to that of the run. */
  readonly outstanding: Map<number, CallId>;
}

/** What a realm asks of the host (I1). */
export interface HostRequest {
  readonly op: string;
  readonly json: string;
  /** Frames of whoever called, where the host wants to know; else empty. */
  readonly stack: string;
}

/** The instance of one run with its realms, and the ways into them. What throws is for the guest to judge (I6). */
export class Realms {
  readonly root: Realm;
  /** Names of the script files, as stacks show them. */
  readonly files = new Set<string>();
  private readonly engine: QuickJs;
  private readonly byContext = new Map<Context, Realm>();
  private readonly leaving: Realm[] = [];
  private unmetered = 0;

  constructor(script: CompiledScript, heapBytes: number, hear: (realm: Realm, request: HostRequest) => void) {
    const booted = bootImage(kindFor(script));
    const host = (context: Context, [op = '', json = 'null', stack = '']: readonly string[]): void => {
      const realm = this.byContext.get(context);
      if (realm) hear(realm, { op, json, stack });
    };
    this.engine = new QuickJs(heapBytes, host, booted.image);
    this.root = this.add(booted, [], null);
  }

  /** Runs `visit` and the jobs it leads to, with `gas` for the script's own work. */
  visit(gas: number, visit: () => void): void {
    this.unmetered = 0;
    this.engine.gas = gas;
    visit();
    this.engine.drainJobs();
    for (const realm of this.leaving.splice(0)) this.remove(realm);
  }

  /** Gas left of the present visit; below zero after a trap. */
  get gas(): number {
    return this.engine.gas;
  }

  /** Gas of the present visit that was not the script's to pay. */
  get gasOfOurs(): number {
    return this.unmetered;
  }

  charge(gas: number): void {
    this.engine.gas -= gas;
  }

  /** A realm for a nested workflow. */
  open(script: CompiledScript, scope: Scope, group: string): Realm {
    return this.add(
      this.atOurExpense(() => bootRealm(this.engine, kindFor(script))),
      scope,
      group,
    );
  }

  /** The realm goes when the visit is over: it may be the one that is running. */
  close(realm: Realm): void {
    this.leaving.push(realm);
  }

  /** Compiles the script and hands its body to the realm; runs nothing of it. */
  load(realm: Realm, script: CompiledScript): void {
    const file = fileName(script.file);
    this.files.add(file);
    this.atOurExpense(() => {
      const body = this.engine.evaluate(realm.context, script.program, file);
      this.enter(realm, 'load', null, body);
      this.engine.freeValue(realm.context, body);
    });
  }

  /** Hands the realm a JSON value for the `enter` that follows; runs nothing of the script. */
  give(realm: Realm, json: string): void {
    this.atOurExpense(() => {
      const text = this.engine.string(realm.context, json);
      this.enter(realm, 'give', null, text);
      this.engine.freeValue(realm.context, text);
    });
  }

  /** Calls the prelude (prelude/99-enter.js). `value` is of this instance, maybe of another realm of it. */
  enter(realm: Realm, op: string, data: unknown, value?: Value): void {
    const { context } = realm;
    const args = [this.engine.string(context, op), this.engine.string(context, JSON.stringify(data))];
    const result = this.engine.call(context, realm.enter, value === undefined ? args : [...args, value]);
    for (const own of [...args, result]) this.engine.freeValue(context, own);
  }

  image(): Image {
    return this.engine.image();
  }

  /** What the script did not ask for by computing is bounded, and counted, apart from its own gas. */
  private atOurExpense<T>(work: () => T): T {
    const script = this.engine.gas;
    this.engine.gas = BOOT_GAS;
    try {
      return work();
    } finally {
      this.unmetered += BOOT_GAS - this.engine.gas;
      // After a trap nothing goes on, and the gauge has to say so.
      if (this.engine.gas >= 0) this.engine.gas = script;
    }
  }

  private add(booted: BootedRealm, scope: Scope, group: string | null): Realm {
    const { context, enter } = booted;
    const realm: Realm = { context, enter, scope, group, outstanding: new Map() };
    this.byContext.set(context, realm);
    return realm;
  }

  private remove(realm: Realm): void {
    this.byContext.delete(realm.context);
    this.engine.freeValue(realm.context, realm.enter);
    this.engine.freeContext(realm.context);
  }
}

/** Whether the text may use `Intl`, directly or by a method that does. */
const USES_INTL = /\bIntl\b|\blocaleCompare\b|\btoLocale(?:Date|Time)?String\b/;

function kindFor(script: CompiledScript): RealmKind {
  return USES_INTL.test(script.program) ? 'intl' : 'plain';
}

/** The last part of a path: stacks never show where files lie. */
function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
