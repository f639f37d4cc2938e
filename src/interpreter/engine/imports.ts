/** What QuickJS's C code asks of its host. Pointers are byte offsets into the instance's memory. */
export interface EngineCallbacks {
  /** A guest called a host function; returns nothing (the guest sees undefined). May throw to end the guest. */
  callFunction(context: number, argc: number, argv: number, id: number): void;
  /** Bytes the memory may grow to. */
  readonly maximum: number;
  /** The guest needs more memory than it may have. Throws. */
  heapFull(): never;
}

const ERRNO_BADF = 52;
const ERRNO_SPIPE = 70;
/** WebAssembly pages, and how much more than asked the heap grows by, to grow rarely. */
const PAGE = 65_536;
const GROWTH = 1.2;

/**
 * The import object of the engine's wasm, under the minified names of the known build (scripts/build-engine.mjs pins it).
 *
 * Deterministic by construction (I2): the clock stands at 0, the time zone is UTC, there is no environment and output goes nowhere.
 */
export function engineImports(memory: WebAssembly.Memory, callbacks: EngineCallbacks): WebAssembly.Imports {
  const words = (): Uint32Array => new Uint32Array(memory.buffer);
  const fail = (what: string) => (): never => {
    throw new WebAssembly.RuntimeError(what);
  };
  return {
    a: {
      a: memory,
      b: fail('assertion failed'),
      c: (_fd: number, vectors: number, count: number, written: number): number => {
        const memory32 = words();
        let total = 0;
        for (let i = 0; i < count; i++) total += memory32[(vectors >> 2) + 2 * i + 1] ?? 0;
        memory32[written >> 2] = total;
        return 0;
      },
      d: (): number => ERRNO_BADF,
      e: (): number => 0, // environ_get
      f: (count: number, size: number): number => {
        const memory32 = words();
        memory32[count >> 2] = 0;
        memory32[size >> 2] = 0;
        return 0;
      },
      g: fail('modules are not available'),
      h: fail('modules are not available'),
      i: (): number => 0, // never interrupt: gas bounds the guest
      j: (): number => 0, // setitimer
      k: (bytes: number): boolean => grow(memory, bytes >>> 0, callbacks),
      l: (): void => {},
      m: (_time: bigint, tm: number): void => {
        words().fill(0, tm >> 2, (tm >> 2) + 11); // localtime: only the offset to UTC is read, and it is 0
      },
      n: (zone: number, daylight: number, standardName: number, daylightName: number): void => {
        const memory32 = words();
        memory32[zone >> 2] = 0;
        memory32[daylight >> 2] = 0;
        const utc = new Uint8Array([0x55, 0x54, 0x43, 0]);
        const bytes = new Uint8Array(memory.buffer);
        bytes.set(utc, standardName);
        bytes.set(utc, daylightName);
      },
      o: (): number => ERRNO_SPIPE,
      p: (): number => 0, // milliseconds since the epoch
      q: fail('aborted'),
      r: fail('exited'),
      s: (context: number, _self: number, argc: number, argv: number, id: number): number => {
        callbacks.callFunction(context, argc, argv, id);
        return 0; // a null pointer: undefined
      },
      t: (): void => {}, // freeHostRef: host functions live as long as their instance
    },
  };
}

/**
 * A guest that is over its maximum ends here and now: code that goes on after a failed allocation leaves promises that nothing settles.
 * (A single allocation larger than the whole heap is refused by QuickJS itself, as an error the script can catch.)
 */
function grow(memory: WebAssembly.Memory, bytes: number, { heapFull, maximum }: EngineCallbacks): boolean {
  const have = memory.buffer.byteLength;
  if (bytes > maximum) heapFull();
  const wanted = Math.min(Math.max(bytes, have * GROWTH), maximum);
  memory.grow(Math.ceil((wanted - have) / PAGE));
  return true;
}
