// What the interpreter costs: starting a run, keeping one that waits, counting what it computes.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decodeBase64 } from '../src/interpreter/engine/base64.js';
import { engineImports } from '../src/interpreter/engine/imports.js';
import { EXPORT_NAMES, WASM_BASE64 } from '../src/interpreter/generated/engine.js';
import { Guest } from '../src/interpreter/guest.js';
import type { ScriptHost } from '../src/interpreter/host.js';
import { DEFAULT_GUEST_LIMITS } from '../src/interpreter/limits.js';
import { compileScript } from '../src/script/compile.js';
import type { CompiledScript } from '../src/script/compiled-script.js';

const WARM_UP = 20;
const STARTS = 200;
const IDLE_RUNS = 200;
const ROUNDS = 15;

/** Pure computations, as scripts do between two agents. */
const COMPUTATIONS: Readonly<Record<string, string>> = {
  loop: 'let sum = 0; for (let i = 0; i < 2_000_000; i++) sum = (sum + i * 3) | 0; sum',
  fib: '(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) })(25)',
  'sort and JSON': `const rows = []; let seed = 1;
    for (let i = 0; i < 30_000; i++) { seed = (seed * 48_271) % 2_147_483_647; rows.push({ id: seed, name: 'row ' + seed }) }
    rows.sort((a, b) => a.id - b.id); JSON.parse(JSON.stringify(rows)).length`,
};

/** Prints the figures beside what the issue of the interpreter asks for. */
export async function benchInterpreter(): Promise<void> {
  console.log('| figure | measured | budget |\n|---|---|---|');
  console.log(`| start of a run, median warm | ${startOfRun().toFixed(2)} ms | 12 ms |`);
  const { buffers, resident } = memoryPerIdleRun();
  console.log(`| memory of an idle run, reserved | ${megabytes(buffers)} | |`);
  console.log(`| memory of an idle run, resident | ${megabytes(resident)} | 0.6 MB |`);
  for (const [name, program] of Object.entries(COMPUTATIONS)) {
    const { metered, plain } = meteringOf(program);
    const overhead = ((metered / plain - 1) * 100).toFixed(1);
    console.log(`| metering, ${name}: ${plain.toFixed(0)} → ${metered.toFixed(0)} ms | ${overhead} % | 20 % |`);
  }
}

function startOfRun(): number {
  const empty = scriptOf('');
  for (let i = 0; i < WARM_UP; i++) begin(empty);
  return median(Array.from({ length: STARTS }, () => timed(() => begin(empty))));
}

interface Memory {
  readonly buffers: number;
  readonly resident: number;
}

/** Bytes each of many runs takes that wait for an agent. */
function memoryPerIdleRun(): Memory {
  const waiting = scriptOf("await agent('x')");
  begin(waiting);
  const before = memoryNow();
  const runs = Array.from({ length: IDLE_RUNS }, () => begin(waiting));
  const after = memoryNow();
  const each = (figure: keyof Memory): number => (after[figure] - before[figure]) / runs.length;
  return { buffers: each('buffers'), resident: each('resident') };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function memoryNow(): Memory {
  collect();
  collect();
  const { external, rss } = process.memoryUsage();
  return { buffers: external, resident: rss };
}

const HOST: ScriptHost = {
  issue() {},
  cancel() {},
  log() {},
  warn() {},
  phase() {},
  left() {},
  ended() {},
};

function begin(script: CompiledScript): Guest {
  const guest = new Guest(DEFAULT_GUEST_LIMITS, HOST);
  guest.start(script, { args: null, tokenTarget: null });
  return guest;
}

function scriptOf(body: string): CompiledScript {
  return compileScript({
    file: 'bench.js',
    text: `export const meta = { name: 'bench', description: 'a bench' };\n${body}`,
  });
}

/** Least milliseconds of one computation in the engine as it is, and in the same one before it was metered. Rounds alternate. */
function meteringOf(program: string): { readonly metered: number; readonly plain: number } {
  const metered = evaluatorOf(decodeBase64(WASM_BASE64));
  const plain = evaluatorOf(unmeteredWasm());
  const rounds = Array.from(
    { length: ROUNDS },
    () => [timed(() => metered(program)), timed(() => plain(program))] as const,
  );
  return { metered: Math.min(...rounds.map(([time]) => time)), plain: Math.min(...rounds.map(([, time]) => time)) };
}

function unmeteredWasm(): Uint8Array {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@jitl/quickjs-wasmfile-release-sync/package.json'));
  return readFileSync(join(folder, 'dist', 'emscripten-module.wasm'));
}

const PAGE = 65_536;
const FIRST_PAGES = 256;
const ENCODER = new TextEncoder();

/** Evaluates programs in an instance of the module, each in a realm of its own: the least that both modules can do. */
function evaluatorOf(wasm: Uint8Array): (program: string) => void {
  const { heapBytes } = DEFAULT_GUEST_LIMITS;
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: heapBytes / PAGE });
  const heapFull = (): never => {
    throw new Error('the heap is full');
  };
  const imports = engineImports(memory, { maximum: heapBytes, heapFull, callFunction() {} });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
  const c = (name: string): ((...args: readonly number[]) => number) => {
    return exports[EXPORT_NAMES[name] as string] as (...args: readonly number[]) => number;
  };
  const { gas } = exports;
  if (gas instanceof WebAssembly.Global) gas.value = 2n ** 62n;
  c('initialize')();
  const runtime = c('QTS_NewRuntime')();
  const toGuest = (text: string): number => {
    const bytes = ENCODER.encode(`${text}\0`);
    const at = c('malloc')(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, at);
    return at;
  };
  return (program) => {
    const context = c('QTS_NewContext')(runtime, 0);
    const value = c('QTS_Eval')(context, toGuest(program), ENCODER.encode(program).length, toGuest('bench.js'), 0, 0);
    if (c('QTS_ResolveException')(context, value) !== 0) throw new Error('the computation threw');
    c('QTS_FreeValuePointer')(context, value);
    c('QTS_FreeContext')(context);
  };
}

function timed(work: () => unknown): number {
  const since = performance.now();
  work();
  return performance.now() - since;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
