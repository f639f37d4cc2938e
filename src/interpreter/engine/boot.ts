import { PRELUDE } from '../generated/engine.js';
import { INTL } from '../generated/intl.js';
import { type Context, type Image, QuickJs, type Value } from './quickjs.js';

/** What a realm has: the language and the dialect, or `Intl` as well, which takes 12 MB of memory and most of a second to make. */
export type RealmKind = 'plain' | 'intl';

/** A realm whose prelude has run: `enter` is the way in (prelude/99-enter.js). */
export interface BootedRealm {
  readonly context: Context;
  readonly enter: Value;
}

/** A realm at rest in an instance of its own. Runs start from a copy of it instead of running the prelude again. */
export interface BootImage extends BootedRealm {
  readonly image: Image;
}

/** The file name of prelude frames in stacks; never that of a script. */
const PRELUDE_FILE = '<longhaul>';
const BOOT_HEAP_BYTES = 64 * 1024 * 1024;
/** Gas that making a realm may take: several times what the larger one needs, a bound all the same. */
export const BOOT_GAS = 1_000_000_000;

/** Makes a realm in an instance. Throws GuestException when the heap is full. */
export function bootRealm(engine: QuickJs, kind: RealmKind): BootedRealm {
  const context = engine.newContext();
  if (kind === 'intl') engine.freeValue(context, engine.evaluate(context, INTL, PRELUDE_FILE));
  const prelude = engine.evaluate(context, `(${PRELUDE})`, PRELUDE_FILE);
  const host = engine.hostFunction(context);
  const enter = engine.call(context, prelude, [host]);
  engine.freeValue(context, prelude);
  engine.freeValue(context, host);
  return { context, enter };
}

/**
 * The image of a realm, made once per thread: that of the plain realm when this module is loaded, which workers do
 * before any run (src/workflows/preload.ts); that of the other when the first script needs it.
 */
export function bootImage(kind: RealmKind): BootImage {
  const known = images.get(kind);
  if (known) return known;
  const image = takeImage(kind);
  images.set(kind, image);
  return image;
}

function takeImage(kind: RealmKind): BootImage {
  const engine = new QuickJs(BOOT_HEAP_BYTES, () => {});
  engine.gas = BOOT_GAS;
  const realm = bootRealm(engine, kind);
  engine.drainJobs();
  return { ...realm, image: engine.image() };
}

const images = new Map<RealmKind, BootImage>([['plain', takeImage('plain')]]);
