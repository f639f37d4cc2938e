import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkScript } from '../../src/script/checks.js';

const HEADER = "export const meta = { name: 'n', description: 'd' }\n";

/** `CODE line:column` of everything found in a script with this body. */
function found(body: string): string[] {
  const { problems } = checkScript({ file: 'x.js', text: HEADER + body });
  return problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

describe('a call whose promise is dropped', () => {
  it.each([
    ['2:1', "agent('x')"],
    ['2:1', "agent('x').then(log)"],
    ['2:1', "agent('x').then(log).catch(log)"],
    ['2:1', 'parallel([])'],
    ['2:1', 'pipeline([])'],
    ['2:1', "workflow('x')"],
    ['2:9', "args && agent('x')"],
    ['2:12', "args ? 1 : agent('x')"],
    ['2:11', "if (args) agent('x')"],
    ['2:21', 'args.forEach((x) => agent(x))'],
    ['2:33', 'args.forEach(async (x) => await agent(x))'],
    ['2:19', "const f = () => { agent('x') }"],
  ])('is found at %s: %s', (place, body) => expect(found(body)).toEqual([`CALL_NOT_AWAITED ${place}`]));

  it.each([
    "await agent('x')",
    "return agent('x')",
    "const p = agent('x'); await p",
    "void agent('x')",
    "await parallel([() => agent('x')])",
    "const agent = () => 1; agent('x')",
    'log(1)',
    "const o = { agent() {} }; o.agent('x')",
    'args.map((x) => agent(x))',
  ])('is not seen where it is kept, meant or not ours: %s', (body) => expect(found(body)).toEqual([]));
});

describe('an unknown name', () => {
  const hintFor = (body: string) => checkScript({ file: 'x.js', text: HEADER + body }).problems[0]?.hint;

  it('is reported once, at its first use', () => {
    expect(found('log(foo)\nlog(foo, bar)')).toEqual(['UNKNOWN_GLOBAL 2:5', 'UNKNOWN_GLOBAL 3:10']);
    expect(found('undeclared = 5')).toEqual(['UNKNOWN_GLOBAL 2:1']);
  });

  it('comes with what was probably meant', () => {
    expect(hintFor('await pipelin([])')).toBe('Did you mean pipeline?');
    expect(hintFor('await paralell([])')).toBe('Did you mean parallel?');
    expect(hintFor('return json.parse(args)')).toBe('Did you mean JSON?');
    expect(hintFor('return somethingElse')).toBe('Declare it, or pass it as args.');
    expect(hintFor("require('fs')")).toMatch('absent here');
    expect(hintFor('log(meta.name)')).toMatch('does not see meta');
  });

  it.each([
    "return typeof require === 'undefined'",
    'function f() { return arguments.length }',
    'return [f, v]; function f() {} var v',
    'const { a, b: [c = a], ...d } = args; return [a, c, d]',
    'outer: for (const x of []) { continue outer }',
    'return { foo: 1 }.foo',
    'class A { #p = 1; m() { return this.#p } }\nreturn new A()',
    'return [URL, structuredClone, Intl, Float16Array, budget, console, exec, ask]',
  ])('is not seen in: %s', (body) => expect(found(body)).toEqual([]));
});

describe('an unknown option of agent()', () => {
  it('is found where it is written out, with what was probably meant', () => {
    const text = `${HEADER}await agent('x', { lable: 'a', schema: {}, 'agent-type': 'b', ...args })`;
    const { problems } = checkScript({ file: 'x.js', text });
    expect(problems.map(({ message, hint, column }) => [message, hint, column])).toEqual([
      ['agent() has no option lable; it is ignored', 'Did you mean label?', 20],
      ['agent() has no option agent-type; it is ignored', 'Did you mean agentType?', 44],
    ]);
  });

  it('is no matter for other functions', () => {
    expect(found("const o = { agent() {} }; o.agent('x', { odd: 1 }); log('x', { odd: 1 })")).toEqual([]);
  });
});

describe('a loop that never ends', () => {
  it.each([
    'while (true) {}',
    'while (1) { log(1) }',
    'for (;;) { log(1) }',
    'do { log(1) } while (true)',
    'while (true) { for (const x of []) break }',
    'while (true) { switch (args) { case 1: break } }',
    'while (true) { const f = async () => { await 1; return 2 } }',
  ])('is found: %s', (body) => expect(found(body)).toEqual(['ENDLESS_LOOP 2:1']));

  it.each([
    'while (true) { await agent(1) }',
    'while (true) { if (args) break }',
    'while (true) { if (args) return }',
    'while (true) { throw new Error() }',
    'while (true) { for await (const x of []) log(x) }',
    'out: while (true) { while (args) { break out } }',
    'out: while (args) { while (true) { continue out } }',
    'function* f() { while (true) { yield 1 } }\nf()',
    'while (args) {}',
    'for (;;) { if (args) { break } }',
  ])('is not seen where there is a way out: %s', (body) => expect(found(body)).toEqual([]));
});

describe('checkScript', () => {
  it('gives the script when there are warnings only', () => {
    const { script, problems } = checkScript({ file: 'x.js', text: `${HEADER}agent('x')` });
    expect(script?.meta.name).toBe('n');
    expect(problems.map((problem) => problem.severity)).toEqual(['warning']);
  });

  it('lists errors and warnings together, in order of the file, without the place in their words', () => {
    const text = "export const meta = { name: 'n' }\nagent('x')\nreturn Date.now()";
    const { script, problems } = checkScript({ file: 'x.js', text });
    expect(script).toBeNull();
    expect(problems.map(({ severity, message, line }) => [severity, message, line])).toEqual([
      ['error', 'meta.description must be a non-empty string', 1],
      ['warning', 'agent() is not awaited: what still runs is cancelled when the script returns', 2],
      ['error', 'workflow scripts must be deterministic: Date.now is not available', 3],
    ]);
  });

  it('stops at what cannot be parsed', () => {
    expect(found("agent('x')\nconst a: string = 1")).toEqual(['SCRIPT_SYNTAX 3:8']);
  });

  it('has nothing to say of the flows people write', () => {
    const cases = join(import.meta.dirname, '..', 'conformance', 'cases');
    for (const file of readdirSync(cases).filter((name) => name.startsWith('flow-'))) {
      expect(checkScript({ file, text: readFileSync(join(cases, file), 'utf8') }).problems).toEqual([]);
    }
  });
});
