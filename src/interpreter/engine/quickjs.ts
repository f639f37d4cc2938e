// A thin, synchronous binding to QuickJS in metered WebAssembly: one instance, its gauge, its contexts.
//
// Owns: the instance, its memory, the pointers it hands out. Never: what a script means (that is guest.ts).
//
// E1  Only text crosses: arguments of host functions and of `call` are strings (I1).
// E2  Gas is set before each entry by the caller and read after it; a trap leaves the instance unusable.
// E3  No host state is read: see imports.ts (I2).

import { EXPORT_NAMES, WASM_BASE64 } from '../generated/engine.js';
import { decodeBase64 } from './base64.js';
import { engineImports } from './imports.js';

/** A realm of its own inside the instance. */
export type Context = number & { readonly kind: 'context' };
/** A value owned by us inside the instance; freed with the instance. */
export type Value = number & { readonly kind: 'value' };

/** Called with the realm and the text arguments of a guest's call of its host function. Throwing ends the instance. */
export type HostFunction = (context: Context, args: readonly string[]) => void;

/** Something the guest threw that reached the host, as data. Out of memory may arrive as `null`. */
export class GuestException extends Error {
  override readonly name = 'GuestException';
  readonly thrown: { readonly name: string; readonly message: string; readonly stack: string };

  constructor(thrown: { readonly name: string; readonly message: string; readonly stack: string }) {
    super(thrown.message);
    this.thrown = thrown;
  }
}

/** The guest asked for more memory than it may have. Nothing runs in the instance after this. */
export class HeapFull extends Error {}

const OUT_OF_MEMORY = { name: 'InternalError', message: 'InternalError: out of memory', stack: '' };

const EVAL_STRICT = 1 << 3;
const HOST_FUNCTION = 1;
/**
 * Bytes of C stack a guest may use, some 1,100 plain calls deep. V8 needs up to 14 times as much for the same frames (measured: deeply nested
 * JSON), so a thread that runs guests has at least 4 MB, as worker threads have: QuickJS's own check, which is exact, then always comes first.
 */
const STACK_BYTES = 192 * 1024;
const POINTER_BYTES = 4;
const MOST_ARGUMENTS = 4;
const WASM_PAGE = 65_536;
/** The module declares 256 pages (16 MB) as its least: stack, data and a first heap. */
const MIN_PAGES = 256;
const IMAGE_PAGE = 4_096;

type Raw = (...args: readonly number[]) => number;

/** Compiled once per thread and shared by all runs: a Module is immutable. */
const compiled = new WebAssembly.Module(decodeBase64(WASM_BASE64));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An instance at rest, as data: its non-zero memory and where things lie in it. Immutable; shared by all runs of a thread. */
export interface Image {
  readonly pages: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  /** Size of the memory they lie in, in WebAssembly pages. */
  readonly size: number;
  readonly runtime: number;
  readonly scratch: number;
}

export class QuickJs {
  private readonly memory: WebAssembly.Memory;
  private readonly exports: WebAssembly.Exports;
  private readonly gauge: WebAssembly.Global;
  private readonly runtime: number;
  private readonly scratch: number;

  /** A new instance, empty or as it was when `image` was taken. The heap may grow to `heapBytes`. */
  constructor(heapBytes: number, host: HostFunction, image?: Image) {
    const initial = image?.size ?? MIN_PAGES;
    const maximum = Math.max(initial, Math.ceil(heapBytes / WASM_PAGE));
    this.memory = new WebAssembly.Memory({ initial, maximum });
    const instance = new WebAssembly.Instance(
      compiled,
      engineImports(this.memory, {
        maximum: maximum * WASM_PAGE,
        heapFull: () => {
          throw new HeapFull();
        },
        callFunction: (context, argc, argv) => host(context as Context, this.arguments(context, argc, argv)),
      }),
    );
    this.exports = instance.exports;
    this.gauge = instance.exports.gas as WebAssembly.Global;
    if (image) {
      const memory = new Uint8Array(this.memory.buffer);
      for (const page of image.pages) memory.set(page.bytes, page.at);
      this.runtime = image.runtime;
      this.scratch = image.scratch;
    } else {
      this.c('initialize')();
      this.runtime = this.c('QTS_NewRuntime')();
      this.c('QTS_RuntimeSetMaxStackSize')(this.runtime, STACK_BYTES);
      this.scratch = this.c('malloc')(MOST_ARGUMENTS * POINTER_BYTES);
    }
    this.c('QTS_RuntimeSetMemoryLimit')(this.runtime, heapBytes);
  }

  /**
   * Takes the image of an instance that is not inside a call. Complete, because at rest the C stack is empty and
   * linear memory is all the state there is (globals: the stack pointer at its start, and the gauge, set before each entry).
   */
  image(): Image {
    const { buffer } = this.memory;
    const pages: { at: number; bytes: Uint8Array }[] = [];
    for (let at = 0; at < buffer.byteLength; at += IMAGE_PAGE) {
      if (!isZero(new Uint32Array(buffer, at, IMAGE_PAGE / POINTER_BYTES)))
        pages.push({ at, bytes: new Uint8Array(buffer.slice(at, at + IMAGE_PAGE)) });
    }
    return { pages, size: buffer.byteLength / WASM_PAGE, runtime: this.runtime, scratch: this.scratch };
  }

  /** Gas left. Negative after a trap. */
  get gas(): number {
    return Number(this.gauge.value);
  }

  set gas(units: number) {
    this.gauge.value = BigInt(Math.floor(units));
  }

  /** A fresh realm with its own globals. Throws GuestException when the heap is full. */
  newContext(): Context {
    const context = this.c('QTS_NewContext')(this.runtime, 0);
    if (context === 0) throw new GuestException(OUT_OF_MEMORY);
    return context as Context;
  }

  freeContext(context: Context): void {
    this.c('QTS_FreeContext')(context);
  }

  freeValue(context: Context, value: Value): void {
    this.c('QTS_FreeValuePointer')(context, value);
  }

  /** Evaluates strict script text; its completion value. Throws GuestException. */
  evaluate(context: Context, text: string, file: string): Value {
    const code = this.toGuest(text);
    const name = this.toGuest(file);
    try {
      return this.checked(context, this.c('QTS_Eval')(context, code.at, code.length, name.at, 0, EVAL_STRICT));
    } finally {
      this.c('free')(code.at);
      this.c('free')(name.at);
    }
  }

  /** A guest function that calls the host with the text of its arguments. */
  hostFunction(context: Context): Value {
    const name = this.toGuest('host');
    const value = this.c('QTS_NewFunction')(context, name.at, 2, 0, HOST_FUNCTION);
    this.c('free')(name.at);
    return value as Value;
  }

  /** Calls a guest function with values. Throws GuestException. */
  call(context: Context, callee: Value, args: readonly Value[]): Value {
    const argv = this.scratch;
    const words = new Uint32Array(this.memory.buffer);
    args.forEach((arg, i) => {
      words[argv / POINTER_BYTES + i] = arg;
    });
    const undefinedValue = this.c('QTS_GetUndefined')();
    return this.checked(context, this.c('QTS_Call')(context, callee, undefinedValue, args.length, argv));
  }

  /** A guest string. `text` must not hold U+0000 or lone surrogates: JSON text never does. */
  string(context: Context, text: string): Value {
    const copied = this.toGuest(text);
    const value = this.c('QTS_NewString')(context, copied.at);
    this.c('free')(copied.at);
    return this.checked(context, value);
  }

  /** Runs queued promise jobs until none is left. A job that fails outright throws GuestException. */
  drainJobs(): void {
    while (this.c('QTS_IsJobPending')(this.runtime) !== 0) {
      const result = this.c('QTS_ExecutePendingJob')(this.runtime, -1, this.scratch);
      const context = new Uint32Array(this.memory.buffer)[this.scratch / POINTER_BYTES] as Context;
      this.freeValue(context, this.checked(context, result));
    }
  }

  private checked(context: Context, value: number): Value {
    if (value === 0) throw new GuestException(OUT_OF_MEMORY);
    const exception = this.c('QTS_ResolveException')(context, value);
    if (exception === 0) return value as Value;
    const thrown = this.dump(context, exception);
    this.freeValue(context, exception as Value);
    throw new GuestException(thrown);
  }

  /** An exception as data. QuickJS dumps errors as JSON with name, message and stack, and anything else as text. */
  private dump(context: Context, exception: number): GuestException['thrown'] {
    const at = this.c('QTS_Dump')(context, exception);
    if (at === 0) return OUT_OF_MEMORY;
    const text = this.textAt(at);
    this.c('QTS_FreeCString')(context, at);
    if (text === 'null') return OUT_OF_MEMORY;
    const error = text.startsWith('{')
      ? (JSON.parse(text) as { name?: unknown; message?: unknown; stack?: unknown })
      : { message: text };
    const name = String(error.name ?? 'Error');
    return { name, message: `${name}: ${String(error.message ?? '')}`, stack: String(error.stack ?? '') };
  }

  private arguments(context: number, argc: number, argv: number): readonly string[] {
    const args: string[] = [];
    for (let i = 0; i < argc; i++) args.push(this.text(context, this.c('QTS_ArgvGetJSValueConstPointer')(argv, i)));
    return args;
  }

  private text(context: number, value: number): string {
    const at = this.c('QTS_GetString')(context, value);
    if (at === 0) throw new GuestException(OUT_OF_MEMORY);
    const text = this.textAt(at);
    this.c('QTS_FreeCString')(context, at);
    return text;
  }

  private textAt(at: number): string {
    const bytes = new Uint8Array(this.memory.buffer);
    return decoder.decode(bytes.subarray(at, bytes.indexOf(0, at)));
  }

  private toGuest(text: string): { readonly at: number; readonly length: number } {
    const bytes = encoder.encode(text);
    const at = this.c('malloc')(bytes.length + 1);
    if (at === 0) throw new GuestException(OUT_OF_MEMORY);
    const memory = new Uint8Array(this.memory.buffer);
    memory.set(bytes, at);
    memory[at + bytes.length] = 0;
    return { at, length: bytes.length };
  }

  private c(name: string): Raw {
    return this.exports[EXPORT_NAMES[name] as string] as Raw;
  }
}

/** A plain loop: most of 16 MB are zero, and are looked at. */
function isZero(words: Uint32Array): boolean {
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
  return true;
}
