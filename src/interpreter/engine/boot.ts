import { PRELUDE } from '../generated/engine.js';
import { type Context, type Image, QuickJs, type Value } from './quickjs.js';

const BOOT_HEAP_BYTES = 64 * 1024 * 1024;
/** Far above what the prelude needs; a bound all the same. */
const BOOT_GAS = 1_000_000_000;

/** The file name of prelude frames in stacks; never that of a script. */
export const PRELUDE_FILE = '<longhaul>';

/** A realm whose prelude has run: `enter` is the way in (prelude/99-enter.js). */
export interface BootedRealm {
  readonly context: Context;
  readonly enter: Value;
}

export function bootRealm(engine: QuickJs): BootedRealm {
  const context = engine.newContext();
  const prelude = engine.evaluate(context, `(${PRELUDE})`, PRELUDE_FILE);
  const host = engine.hostFunction(context);
  const enter = engine.call(context, prelude, [host]);
  engine.freeValue(context, prelude);
  engine.freeValue(context, host);
  return { context, enter };
}

/**
 * An instance with one booted realm, taken once per thread: each run starts from this image instead of running the
 * prelude again. This module is preloaded by the worker (src/worker/bundle.ts), so that all runs of a thread share it.
 */
export const BOOTED: BootedRealm & { readonly image: Image } = bootOnce();

function bootOnce(): BootedRealm & { readonly image: Image } {
  const engine = new QuickJs(BOOT_HEAP_BYTES, () => {});
  engine.gas = BOOT_GAS;
  const realm = bootRealm(engine);
  engine.drainJobs();
  return { ...realm, image: engine.image() };
}
