// Scripts that try to take more than they may have. Each is the body of a script; each must end, with its gas bounded.

import type { FaultCode } from '../../src/interpreter/host.js';
import type { ScriptTask } from './child-scripts.js';

export interface Attack extends ScriptTask {
  readonly name: string;
  /** How it may end: a fault, or `returned` where the attempt does no harm. */
  readonly ends: readonly (FaultCode | 'returned')[];
}

type Listed = readonly [name: string, body: string, ...ends: Attack['ends']];

const GAS = 'SCRIPT_OUT_OF_GAS';
const MEMORY = 'SCRIPT_OUT_OF_MEMORY';
const THREW = 'SCRIPT_THREW';

const ENDLESS: readonly Listed[] = [
  ['a loop', 'while (true) {}', GAS],
  ['a loop that catches everything', 'for (;;) { try { for (;;) {} } catch {} finally {} }', GAS],
  ['finally that starts over', 'const f = () => { try { for (;;) {} } finally { f() } }; f()', GAS],
  [
    'exponential try and finally',
    'const f = (n) => { if (n === 0) return; try { f(n - 1) } finally { f(n - 1) } }; f(60)',
    GAS,
  ],
  ['recursion without end', 'const f = () => f() + 1; f()', THREW],
  ['recursion that catches and goes on', 'const f = () => { try { f() } catch {} f() }; f()', GAS, THREW],
  ['an endless chain of microtasks', 'for (;;) await null', GAS],
  [
    'microtasks that multiply',
    'const f = () => { Promise.resolve().then(f); Promise.resolve().then(f) }; f(); await new Promise(() => {})',
    GAS,
    MEMORY,
  ],
  [
    'a promise that resolves to itself by turns',
    'const f = () => new Promise((r) => r(f())); await f()',
    GAS,
    MEMORY,
    THREW,
  ],
  ['an endless async generator', 'async function* g() { for (;;) yield 1 }; for await (const x of g());', GAS],
  ['an endless generator', 'function* g() { for (;;) yield 1 }; for (const x of g());', GAS],
  [
    'an iterator without end in Array.from',
    'Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) })',
    GAS,
    MEMORY,
  ],
  [
    'Array.fromAsync without end',
    'await Array.fromAsync({ [Symbol.asyncIterator]: () => ({ next: () => ({ done: false, value: 1 }) }) })',
    GAS,
    MEMORY,
  ],
  [
    'await in finally without end',
    'const f = async () => { try { return 1 } finally { await null; await f() } }; await f()',
    GAS,
    MEMORY,
  ],
  ['a thenable that answers with itself', 'const t = { then(r) { r(t) } }; await t', GAS],
  ['a thenable that calls back for ever', 'await { then(r) { for (;;) r } }', GAS],
  ['Promise.all over an endless list', 'await Promise.all({ *[Symbol.iterator]() { for (;;) yield 1 } })', GAS, MEMORY],
  ['a getter that loops', 'const o = { get x() { for (;;); } }; o.x', GAS],
  [
    'a proxy whose traps trap',
    'const p = new Proxy({}, { get: (t, k, r) => r[k], has: (t, k) => k in p }); p.x',
    THREW,
    GAS,
  ],
  [
    'a proxy as its own prototype chain',
    'const p = new Proxy({}, { getPrototypeOf: () => p }); p instanceof Array',
    GAS,
    THREW,
  ],
  ['sorting with a comparison that lies', 'for (;;) Array.from({ length: 1000 }, (_, i) => i).sort(() => 1)', GAS],
];

const NATIVE_LOOPS: readonly Listed[] = [
  ...[
    'indexOf(1)',
    'includes(1)',
    'lastIndexOf(1)',
    'reverse()',
    'flat()',
    'every(() => true)',
    'fill(0)',
    'join()',
    'sort()',
    'copyWithin(0, 1)',
    'toSorted()',
    'concat([1])',
    'at(-1)',
    'with(0, 1)',
    'unshift(1)',
    'splice(1, 1)',
  ].map(
    (call): Listed => [
      `Array(4294967295).${call}`,
      `Array(4294967295).${call}; return 0`,
      GAS,
      MEMORY,
      THREW,
      'returned',
    ],
  ),
  ['fill of a giant array-like', 'Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 0)', GAS, MEMORY],
  ['slice of a giant array-like', 'Array.prototype.slice.call({ length: 2 ** 53 - 1 })', GAS, MEMORY, THREW],
  ['apply with a giant array-like', 'Math.max.apply(null, { length: 2 ** 31 })', THREW, GAS, MEMORY],
  ['spreading a giant list', 'Math.max(...Array(10_000_000))', THREW, GAS, MEMORY],
  [
    'fromEntries without end',
    'Object.fromEntries({ *[Symbol.iterator]() { for (let i = 0; ; i++) yield [i, i] } })',
    GAS,
    MEMORY,
  ],
  [
    'a set joined with itself',
    'let s = new Set([0]); for (let i = 1; ; i++) { s.add(i); s = s.union(s) }',
    GAS,
    MEMORY,
  ],
  ['Math.sumPrecise without end', 'Math.sumPrecise({ *[Symbol.iterator]() { for (;;) yield 1e308 } })', GAS],
];

const BULK_MEMORY: readonly Listed[] = [
  ['list bomb', 'const a = []; for (;;) a.push(a.slice())', GAS, MEMORY],
  ['object bomb', 'const a = []; for (;;) a.push({ a, b: {} })', GAS, MEMORY],
  ['string doubled for ever', "let s = 'x'; for (;;) s += s", THREW, GAS, MEMORY],
  ['string doubled and flattened', "let s = 'xy'; for (;;) { s += s; s.charCodeAt(1) }", THREW, GAS, MEMORY],
  ['string grown at its front', "let s = ''; for (;;) s = 'abcdefgh' + s + s.length", GAS, MEMORY, THREW],
  [
    'a deep rope, flattened',
    "let s = 'a'; for (let i = 0; i < 2e4; i++) s = (i % 2 ? s + 'b' : 'c' + s); return s.indexOf('zz')",
    'returned',
    GAS,
  ],
  ['repeat', "'x'.repeat(2 ** 29)", THREW, MEMORY, GAS, 'returned'],
  ['padStart in a loop', "const k = []; for (;;) k.push('x'.padStart(1e6))", GAS, MEMORY],
  ['replaceAll that explodes', "let s = 'a'.repeat(1000); for (;;) s = s.replaceAll('a', s)", THREW, GAS, MEMORY],
  ['split and join', "let s = 'ab'; for (;;) s = s.split('').join(s)", THREW, GAS, MEMORY],
  ['BigInt power', '2n ** 100_000_000n', THREW, GAS, MEMORY],
  ['BigInt squared for ever', 'let b = 3n; for (;;) b *= b', THREW, GAS, MEMORY],
  ['BigInt as text', '(2n ** 1_000_000n).toString()', GAS, THREW, 'returned'],
  ['BigInt from long text', "BigInt('9'.repeat(1_000_000))", GAS, THREW, 'returned'],
  ['ArrayBuffer of two gigabytes', 'new ArrayBuffer(2 ** 31 - 1)', THREW, MEMORY],
  ['ArrayBuffers kept', 'const k = []; for (;;) k.push(new ArrayBuffer(2 ** 20))', GAS, MEMORY],
  ['ArrayBuffer.slice for ever', 'const b = new ArrayBuffer(2 ** 24); for (;;) b.slice(0)', GAS],
  [
    'ArrayBuffer.transfer for ever',
    'let b = new ArrayBuffer(2 ** 20); for (let n = 2 ** 20; ; n++) b = b.transfer(n)',
    GAS,
    MEMORY,
    THREW,
  ],
  [
    'resizable ArrayBuffer',
    'const b = new ArrayBuffer(1, { maxByteLength: 2 ** 30 }); for (let n = 1; ; n *= 2) b.resize(n)',
    THREW,
    GAS,
    MEMORY,
  ],
  ['TypedArray.set for ever', 'const a = new Uint8Array(2 ** 24), b = a.slice(); for (;;) a.set(b)', GAS],
  ['TypedArray.fill for ever', 'const a = new Float64Array(2 ** 21); for (let i = 0; ; i++) a.fill(i)', GAS],
  ['TypedArray.copyWithin for ever', 'const a = new Uint8Array(2 ** 24); for (;;) a.copyWithin(0, 1)', GAS],
  ['TypedArray.sort of much', 'for (;;) new Float64Array(2 ** 18).map((_, i) => -i).sort()', GAS],
  [
    'string slices of a giant',
    "const s = 'xy'.repeat(2 ** 22); for (let i = 0; ; i++) (s + i).slice(1).at(0)",
    GAS,
    MEMORY,
  ],
  ['map with many keys', 'const m = new Map(); for (let i = 0; ; i++) m.set({}, i)', GAS, MEMORY],
  [
    'weak references that pile up',
    'const w = new WeakMap(), k = []; for (;;) { const o = {}; w.set(o, k); k.push(o) }',
    GAS,
    MEMORY,
  ],
  ['closures that keep each other', 'let f = () => 0; for (;;) { const g = f; f = () => g }', GAS, MEMORY],
  [
    'a deep list, then dropped',
    'let a = []; for (let i = 0; i < 4e4; i++) a = [a]; a = null; return 0',
    'returned',
    GAS,
  ],
  [
    'memory caught and taken again',
    'const k = []; for (;;) { try { for (;;) k.push(new Array(1000).fill(k)) } catch { k.push(1) } }',
    GAS,
    MEMORY,
  ],
  [
    'a heap filled to the brim, then an agent',
    "const k = []; try { for (;;) k.push(new Uint8Array(65_536)) } catch {} return await agent('x')",
    GAS,
    MEMORY,
    'returned',
  ],
];

const TEXT_ENGINES: readonly Listed[] = [
  ['catastrophic regex', "/^(a+)+$/.test('a'.repeat(40) + 'b')", GAS],
  ['catastrophic alternation', "/^(a|aa)+$/.test('a'.repeat(60) + 'b')", GAS],
  ['catastrophic lookbehind', "/(?<=(a*)*)b/.test('a'.repeat(40) + 'c')", GAS, 'returned'],
  ['catastrophic backreference', "/^(\\w*)(\\w*)(\\w*)(\\w*)\\1\\2\\3\\4$/.test('x'.repeat(200) + '!')", GAS],
  ['regex of many groups', "new RegExp('(a)'.repeat(300), 'g').exec('a'.repeat(1000))", THREW, 'returned'],
  ['regex nested deep', "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))", THREW, GAS],
  ['regex with giant repeats', 'new RegExp("(?:a{1,30000}){1,30000}").test("a".repeat(1e5))', THREW, GAS, 'returned'],
  ['replace with a function that grows', "let s = 'a'; for (;;) s = s.replace(/a/g, () => s + s)", THREW, GAS, MEMORY],
  ['JSON nested deep', "JSON.parse('['.repeat(1e6))", THREW, GAS],
  ['JSON of a deep value', 'let a = []; for (let i = 0; i < 4e4; i++) a = [a]; JSON.stringify(a)', THREW, GAS],
  [
    'JSON of one value many times',
    'let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; JSON.stringify(a)',
    THREW,
    GAS,
    MEMORY,
  ],
  ['toString of a deep list', 'let a = []; for (let i = 0; i < 4e4; i++) a = [a]; String(a)', THREW, GAS],
  ['normalize in a loop', "const s = '\\u1e9b\\u0323'.repeat(1e5); for (;;) s.normalize('NFKD')", GAS],
  ['localeCompare in a loop', "for (;;) 'a'.repeat(1e4).localeCompare('b'.repeat(1e4))", GAS],
  ['number formatting in a loop', 'for (;;) (1e21).toLocaleString()', GAS],
  ['a URL of megabytes', "new URL('http://a/' + '../'.repeat(1e6)); return 0", GAS, THREW, MEMORY, 'returned'],
  ['a host of many labels', "new URL('http://' + 'ü.'.repeat(1e5)); return 0", GAS, THREW, MEMORY, 'returned'],
  ['escapes nested', "let s = '%'; for (;;) s = encodeURIComponent(s)", GAS, THREW, MEMORY],
];

const FLOODS: readonly Listed[] = [
  ['agents without end', "for (;;) agent('x')", 'SCRIPT_TOO_MANY_CALLS', GAS],
  ['timers without end', 'for (;;) setTimeout(() => {}, 1)', 'SCRIPT_TOO_MANY_CALLS', GAS],
  ['timers set and cleared', 'for (;;) clearTimeout(setTimeout(() => {}, 1))', 'SCRIPT_TOO_MANY_CALLS', GAS],
  ['workflows without end', "for (;;) workflow('none')", 'SCRIPT_TOO_MANY_CALLS', GAS],
  ['log without end', "for (;;) log('x')", 'SCRIPT_TOO_MANY_LOGS', GAS],
  ['phases without end', 'for (let i = 0; ; i++) phase(i)', 'SCRIPT_TOO_MANY_LOGS', GAS],
  [
    'warnings without end',
    "for (;;) agent('x', { nonsense: 1 })",
    'SCRIPT_TOO_MANY_CALLS',
    'SCRIPT_TOO_MANY_LOGS',
    GAS,
  ],
  ['long lines', "for (;;) log('x'.repeat(1e6))", 'SCRIPT_TOO_MANY_LOGS', GAS],
  ['one line too long', "log('x'.repeat(9e6))", 'SCRIPT_VALUE_TOO_LARGE', GAS],
  ['a prompt too long', "await agent('x'.repeat(9e6))", 'SCRIPT_VALUE_TOO_LARGE', GAS],
  ['many long prompts', "for (;;) agent('x'.repeat(1e6))", 'SCRIPT_TOO_MANY_CALLS', GAS],
  ['a result too long', "return 'x'.repeat(9e6)", 'SCRIPT_VALUE_TOO_LARGE', GAS],
  ['a result nested too deep', 'let a = []; for (let i = 0; i < 4e4; i++) a = [a]; return a', THREW, GAS],
  [
    'a result that explodes',
    'let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a',
    THREW,
    GAS,
    MEMORY,
    'SCRIPT_VALUE_TOO_LARGE',
  ],
  [
    'errors joined without end',
    "throw new AggregateError(Array.from({ length: 1e5 }, () => new Error('x'.repeat(100))))",
    THREW,
    GAS,
  ],
  ['causes in a ring', "const a = new Error('a'), b = new Error('b', { cause: a }); a.cause = b; throw a", THREW],
  ['an error with a giant message', "throw new Error('x'.repeat(5e6))", THREW, GAS, 'SCRIPT_VALUE_TOO_LARGE'],
  [
    'an error with a giant stack',
    "const e = new Error('x'); e.stack = '    at f (test-script.js:1:1)\\n'.repeat(2e5); throw e",
    THREW,
    GAS,
    'SCRIPT_VALUE_TOO_LARGE',
  ],
];

const BOUNDARY: readonly Listed[] = [
  ['options with looping getters', "await agent('x', { get label() { for (;;); } })", GAS],
  [
    'options that are a proxy without end',
    "await agent('x', new Proxy({}, { ownKeys: () => Array.from({ length: 1e6 }, (_, i) => 'k' + i) }))",
    GAS,
    MEMORY,
    THREW,
    'returned',
  ],
  ['a schema with a hostile toJSON', "await agent('x', { schema: { type: 'object', toJSON() { for (;;); } } })", GAS],
  [
    'a schema that is cyclic',
    "const s = { type: 'object' }; s.self = s; return agent('x', { schema: s }).catch((e) => e.name)",
    'returned',
  ],
  [
    'a toJSON that calls agents',
    "const o = { toJSON() { agent('inner', { label: o }); return 1 } }; return agent(o).catch((e) => e.name)",
    THREW,
    GAS,
    MEMORY,
    'returned',
    'SCRIPT_TOO_MANY_CALLS',
  ],
  ['a prompt whose toString loops', 'await agent({ toString() { for (;;); } })', GAS],
  [
    'a thenable list for parallel',
    'const a = []; a.then = (r) => r(a); return parallel(a).catch((e) => e.name)',
    GAS,
    MEMORY,
    'returned',
  ],
  [
    'a list that grows while it is read',
    'let n = 0; const a = new Proxy([], { get: (t, k) => (k === "length" ? (n += 4000) : () => 1) }); return parallel(a).then((r) => r.length, (e) => e.name)',
    'returned',
    GAS,
  ],
  [
    'a list whose length lies',
    'const a = new Proxy([], { get: (t, k) => (k === "length" ? 2 ** 53 : t[k]) }); return parallel(a).catch((e) => e.name)',
    'returned',
    GAS,
  ],
  ['thunks that return thenables for ever', 'const t = { then(r) { r(t) } }; return parallel([() => t])', GAS],
  ['pipeline stages that never end', 'return pipeline([1], async function f(x) { for (;;) await x })', GAS],
  ['a getter where an error is described', 'throw { get message() { for (;;); }, toJSON() { for (;;); } }', GAS],
  [
    'an error that lies about itself',
    "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw e } }); Object.defineProperty(e, 'name', { get() { throw e } }); throw e",
    THREW,
  ],
  ['a revoked proxy, thrown', 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy', THREW],
  ['a revoked proxy, returned', 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy', THREW],
  ['a result with a hostile toJSON', 'return { toJSON() { for (;;); } }', GAS],
  [
    'clone of a value without end',
    "return structuredClone(new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: (t, k, r) => r }))",
    'returned',
    THREW,
    GAS,
    MEMORY,
  ],
  [
    'clone of ever new objects',
    "const make = () => new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: () => make() }); structuredClone(make())",
    THREW,
    GAS,
    MEMORY,
  ],
  ['console with hostile values', 'console.log({ toString() { for (;;); } })', GAS],
  [
    'a timer that sets itself',
    'const f = () => setTimeout(f, 0); f(); await new Promise(() => {})',
    'SCRIPT_TOO_MANY_CALLS',
    GAS,
  ],
  ['a timer longer than time', 'setTimeout(() => {}, Number.MAX_VALUE); return 1', 'returned'],
  [
    'Symbol.species of a promise',
    'class P extends Promise { static get [Symbol.species]() { for (;;); } } await P.resolve(1).then(() => 1)',
    GAS,
  ],
  [
    'then replaced on a promise',
    "const p = agent('x'); p.then = () => { for (;;); }; return await Promise.resolve(p).then(() => 1)",
    GAS,
    'returned',
    THREW,
  ],
];

export const ATTACKS: readonly Attack[] = [
  ...ENDLESS,
  ...NATIVE_LOOPS,
  ...BULK_MEMORY,
  ...TEXT_ENGINES,
  ...FLOODS,
  ...BOUNDARY,
].map(([name, body, ...ends]) => ({
  name,
  body,
  ends,
}));
