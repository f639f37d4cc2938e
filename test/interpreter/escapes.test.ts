import { describe, expect, it } from '@jest/globals';
import { compileScript } from '../../src/script/compile.js';
import { runScript, scriptOf } from './script-host.js';

/** Ways to code, to the clock, to chance, to the host, into intrinsics. Each is an expression that is truthy only where it succeeds. */
const ATTEMPTS: readonly string[] = [
  // Code from text
  "eval('1')",
  "(0, eval)('1')",
  "new Function('return 1')()",
  "agent.constructor('return 1')()",
  "(async () => {}).constructor('return 1')()",
  "(function* () {}).constructor('yield 1')().next()",
  "Object.getPrototypeOf(async function* () {}).constructor('1')()",
  "Reflect.construct(Function, ['return 1'])()",
  "Reflect.construct(Object, [], Function) instanceof Function && new (class extends Function {})('return 1')()",
  "Function.prototype.constructor.bind(null, 'return 1')()()",
  "Object.getOwnPropertyDescriptor(Function.prototype, 'constructor').value('return 1')()",
  "agent.bind().constructor('return 1')()",
  "Object.getPrototypeOf(agent).constructor('return 1')()",
  "new (Object.getPrototypeOf(class {}).constructor)('return 1')()",
  "setTimeout('globalThis.ran = 1', 0) && await new Promise((r) => setTimeout(() => r(globalThis.ran), 1))",
  'Error.prepareStackTrace = () => 1, new Error().stack === 1',
  "RegExp.prototype.compile && Function('return 1')()",
  // Clock, chance, place
  'Date.now()',
  'Date()',
  'new Date().getTime()',
  'Reflect.construct(Date, []).getTime()',
  'new (class extends Date {})().getTime()',
  'Date.prototype.constructor.now()',
  'new Date(0).constructor.now()',
  'new Date(0).constructor()',
  'Math.random()',
  "Object.getOwnPropertyDescriptor(Math, 'random').value()",
  'performance.now()',
  'new Intl.DateTimeFormat().format()',
  'Temporal.Now.instant()',
  'new Date(2026, 0, 1).getTimezoneOffset()',
  'new Date(2026, 0, 1).toString().match(/GMT(?!\\+0000)/)',
  'new WeakRef({}).deref()',
  'new FinalizationRegistry(() => {})',
  'new SharedArrayBuffer(8)',
  'Atomics.waitAsync',
  // The host
  ...[
    'process',
    'require',
    'module',
    'global',
    'std',
    'os',
    'bjson',
    'print',
    'gc',
    'load',
    'scriptArgs',
    'navigator',
    'host',
    'enter',
    'fetch',
    'WebAssembly',
    'Worker',
    'Deno',
    'Bun',
    'queueMicrotask',
    'InternalError',
  ].map((name) => `typeof ${name} !== 'undefined'`),
  '/\\/(?:work|home|tmp|usr|src)\\/|node:|file:/.test(new Error().stack)',
  "/\\/(?:work|home|tmp|usr|src)\\/|node:|file:/.test(await agent('x', { schema: { type: 'list' } }).catch((e) => e.stack))",
  'agent.caller ?? agent.arguments',
  '(function () { return arguments.callee })()',
  '(function () { return this })()',
  "agent.toString().includes('native code') && agent.apply.call(agent.caller)",
  'Object.getOwnPropertyNames(globalThis).filter((name) => typeof globalThis[name] === "function" && /^[a-z]/.test(name) && !["agent", "parallel", "pipeline", "phase", "log", "workflow", "setTimeout", "clearTimeout", "structuredClone", "eval", "parseInt", "parseFloat", "isNaN", "isFinite", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "unescape"].includes(name)).length',
  // Intrinsics, and through them the prelude
  ...[
    'Object.prototype.polluted',
    'Array.prototype.map',
    'Array.prototype[0]',
    'Function.prototype.call',
    'Promise.prototype.then',
    'Promise.resolve',
    'JSON.stringify',
    'JSON.parse',
    'Map.prototype.get',
    'Map.prototype.delete',
    'String.prototype.replace',
    'Symbol.prototype.description',
    'Error.prototype.toString',
    'RegExp.prototype.exec',
    'Date.prototype.getTime',
    'Reflect.apply',
    'Math.max',
    'Object.keys',
    'Iterator.prototype.map',
    'Uint8Array.prototype.toHex',
    'URL.prototype.toJSON',
    'TextEncoder.prototype.encode',
    'agent.outcome',
    'budget.total',
    'budget.spent',
    'console.log',
  ].map((path) => `(() => { ${path} = () => 'mine'; return typeof ${path} === 'function' && ${path}() === 'mine' })()`),
  "Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'mine' })",
  "Object.defineProperty(Object.prototype, 'then', { get: () => 1 })",
  'Object.defineProperty(Promise, Symbol.species, { value: Array })',
  'Object.defineProperty(Array, Symbol.species, { value: Map })',
  'Object.setPrototypeOf(Array.prototype, { mine: 1 })',
  'Object.setPrototypeOf(Object.prototype, { mine: 1 })',
  'Object.prototype.__proto__ = { mine: 1 }',
  "Object.prototype.__defineGetter__('mine', () => 1), ({}).mine",
  '({}).__proto__.__proto__ = { mine: 1 }',
  'delete Object.prototype.hasOwnProperty && !Object.prototype.hasOwnProperty',
  'Object.getPrototypeOf([][Symbol.iterator]()).next = () => 1',
  'Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})())).next = () => 1',
  'Object.isExtensible(Object.getPrototypeOf(function* () {}.prototype))',
];

describe('escape attempts', () => {
  it(`of ${ATTEMPTS.length}, none succeeds`, () => {
    const tries = ATTEMPTS.map((attempt) => `async () => (${attempt})`).join(',\n');
    // Hidden from the checks of the compiler, which would refuse some of these: what counts is that they fail when they run.
    const script = scriptOf('ATTEMPTS');
    const body = `const done = []; for (const attempt of [${tries}]) { try { done.push(Boolean(await attempt())) } catch { done.push(false) } } return done`;
    const { ending } = runScript({ ...script, program: script.program.replace('ATTEMPTS', () => body) });
    if (ending?.kind !== 'returned') throw new Error(JSON.stringify(ending));
    expect(ATTEMPTS.filter((_, i) => (ending.value as readonly boolean[])[i])).toEqual([]);
  });

  it('globals that a script replaces do not reach the dialect', () => {
    const { ending, logs } = runScript(
      scriptOf(`
        for (const name of ['JSON', 'Promise', 'Map', 'Array', 'Object', 'Error', 'String', 'Reflect', 'Number', 'Symbol', 'ArrayBuffer', 'Uint8Array', 'console', 'log', 'phase']) globalThis[name] = () => { throw 'replaced' };
        const got = await agent({ a: 1 }, { label: 'x' });
        return [got, await parallel([async () => 1, () => { throw 2 }]), await pipeline([1], (x) => x + 1), structuredClone({ d: new Date(1) }), new URL('http://a/ü').href];
      `),
    );
    expect(ending).toEqual({
      kind: 'returned',
      value: ['RESULT', [1, null], [2], { d: '1970-01-01T00:00:00.001Z' }, 'http://a/%C3%BC'],
    });
    expect(logs).toEqual(['parallel[1] failed: 2']);
  });

  it('a nested workflow changes nothing of its parent, and the parent nothing of it', () => {
    const child = scriptOf(
      `for (const change of [() => { Object.prototype.x = 1 }, () => { budget.total = 0 }, () => { globalThis.agent = null; globalThis.mine = 1; args.list.push(2) }]) {
        try { change() } catch {}
      }
      return { args, sees: typeof parents }`,
      'child',
    );
    const { ending } = runScript(
      scriptOf(`
        globalThis.parents = 1;
        const given = { list: [1] };
        const got = await workflow('child', given);
        return [given.list, got, typeof mine, typeof agent, budget.total, ({}).x === undefined, got.args.list instanceof Array];
      `),
      { saved: [child] },
    );
    const got = { args: { list: [1, 2] }, sees: 'undefined' };
    expect(ending).toEqual({ kind: 'returned', value: [[1], got, 'undefined', 'function', null, true, true] });
  });

  it('a nested workflow the engine cannot load throws where it was called, and the script goes on', () => {
    const sound = scriptOf('return 1', 'child');
    const broken = { ...sound, program: sound.program.replace('return 1', 'return 1 +') };
    const { ending, logs } = runScript(
      scriptOf(`
        const failures = [];
        for (let i = 0; i < 2; i++) await workflow('child').catch((error) => failures.push([error.code, error.message]));
        return [failures, await agent('still there')];
      `),
      { saved: [broken] },
    );
    const failure = [
      'UNKNOWN_WORKFLOW',
      expect.stringMatching(/^workflow 'child' cannot be loaded: SyntaxError: .*child\.js:3/),
    ];
    expect(ending).toEqual({ kind: 'returned', value: [[failure, failure], 'RESULT'] });
    expect(logs.filter((line) => line.includes('failed'))).toHaveLength(2);
  });

  it('comments of HTML cannot hide brackets from the checks', () => {
    const text =
      "export const meta = { name: 'x', description: 'x' };\nlet a = 1, b = [1];\na <!--b[0] + (() => {\n});";
    expect(() => compileScript({ file: 'x.js', text })).toThrow(/HTML/);
  });
});
