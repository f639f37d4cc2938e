// Random scripts of a small grammar: agents, fan-outs, timers, nested workflows, loops, races, failures.

import fc from 'fast-check';

/** The body of a nested workflow that random scripts call as `child`. */
export const CHILD = `
log('child ' + args);
const first = await agent('<<echo:in child>> ' + args);
return [args, first, await parallel([() => agent('<<echo:a>>'), () => { throw new Error('lost') }])];`;

interface Grammar {
  readonly expression: string;
  readonly statement: string;
  readonly block: string;
}

const small = fc.nat({ max: 5 });
const failing = fc.constantFrom('<<status:400>>', '<<stop:refusal>>');

const { block } = fc.letrec<Grammar>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    small.map((n) => `agent('<<echo:${n}>>')`),
    small.map((n) => `agent('<<echo:${n}>>', { label: 'l${n}', phase: 'p${n % 2}', model: 'm' })`),
    failing.map((how) => `agent('${how}')`),
    fc.constant("agent('x', { agentType: 'unknown' })"),
    small.map((ms) => `new Promise((r) => setTimeout(r, ${ms}, 'timer'))`),
    small.map((n) => `workflow('child', ${n})`),
    fc.constant("workflow('unknown')"),
    fc
      .array(tie('expression'), { maxLength: 3 })
      .map((list) => `parallel([${list.map((each) => `() => ${each}`).join(', ')}])`),
    fc
      .tuple(tie('expression'), small)
      .map(([each, n]) => `pipeline([1, 2, ${n}], (x) => x * 2, async (x, item, i) => [x, item, i, await ${each}])`),
    fc.tuple(tie('expression'), tie('expression')).map((both) => `Promise.race([${both}])`),
    tie('expression').map((each) => `${each}.then((v) => { log('then ' + JSON.stringify(v)); return v })`),
  ),
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('expression').map((each) => `out.push(await ${each});`),
    tie('expression').map((each) => `held.push(${each});`),
    small.map((n) => `log('line ${n}', out.length);`),
    small.map((n) => `phase('phase ${n}');`),
    small.map((n) => `for (let i = 0; i < ${n * 100}; i++) sum += i;`),
    tie('block').map((inner) => `for (let i = 0; i < 2; i++) { ${inner} }`),
    tie('block').map((inner) => `try { ${inner} } catch (e) { out.push(e.message) }`),
    fc.tuple(tie('block'), tie('block')).map(([yes, no]) => `if (out.length % 2) { ${yes} } else { ${no} }`),
    fc
      .constant('const handle = setTimeout(() => log("late"), 5); if (sum % 2) clearTimeout(handle);')
      .map((text) => `{ ${text} }`),
  ),
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }).map((list) => list.join(' ')),
}));

export const scriptBodies: fc.Arbitrary<string> = block.map(
  (inner) =>
    `const out = [], held = []; let sum = 0; ${inner} out.push(sum, await Promise.allSettled(held)); return out;`,
);
