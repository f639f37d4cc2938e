import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runInChild, type TaskReport } from './child-scripts.js';
import { CHILD, scriptBodies } from './random-scripts.js';
import { type Arrival, memoryHash, type Report, runScript, scriptOf, type Setting } from './script-host.js';
import { scriptedAgent } from './scripted-agents.js';

const setting: Setting = { agents: scriptedAgent, saved: [scriptOf(CHILD, 'child')], limits: { calls: 300 } };

describe('a script executed again', () => {
  it('does the same with the same outcomes in the same order, however they arrive (I2)', () => {
    fc.assert(
      fc.property(
        scriptBodies,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 8 }),
        (body, chances, concurrency) => {
          const script = scriptOf(body);
          const choose = (arrivals: readonly Arrival[]) => arrivals[(chances.next().value as number) % arrivals.length];
          const first = runScript(script, { ...setting, concurrency, choose });
          const again = runScript(script, { ...setting, concurrency: 300, choose: inOrder(first.delivered) });
          expect(traceOf(again)).toEqual(traceOf(first));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('uses the same gas and memory under other compilers, time zones and languages', async () => {
    const bodies = [...fc.sample(scriptBodies, { seed: 7, numRuns: 8 }), ...COMPUTING];
    const tasks = bodies.map((body) => ({
      body,
      saved: [{ name: 'child', body: CHILD }],
      limits: { gasPerEntry: 20_000_000 },
    }));
    const plain = (await runInChild(tasks)).map(withoutTime);
    const others = [
      await runInChild(tasks, ['--liftoff-only']),
      await runInChild(tasks, ['--no-liftoff']),
      await runInChild(tasks, [], { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
    ];
    for (const reports of others) expect(reports.map(withoutTime)).toEqual(plain);
  }, 120_000);
});

/** What leans on numbers, texts, dates, stacks and memory. */
const COMPUTING = [
  'let x = 0; for (let i = 1; i < 2000; i++) x += Math.sin(i) ** 1.5 || Math.cbrt(i) / 3; return x',
  "return [new Date(2026, 6, 1).toString(), new Date(0).getHours(), Date.parse('2026-07-01T12:00'), 'I'.toLocaleLowerCase(), (1e21).toLocaleString()]",
  'const f = (n) => { try { return f(n + 1) } catch { return n } }; return f(0)',
  "return JSON.parse(JSON.stringify(Array.from({ length: 2000 }, (_, i) => ({ i, s: 'x'.repeat(i % 50) })))).length",
  'return [...Array(3000).keys()].map((i) => (i * 7919) % 3001).sort((a, b) => a - b).join().length',
  'return new Error("x").stack',
  'while (true) {}',
  'const k = []; for (;;) k.push(new ArrayBuffer(1e6))',
];

/** Delivers what was delivered in a first execution, in its order. */
function inOrder(delivered: readonly number[]): (arrivals: readonly Arrival[]) => Arrival | undefined {
  const order = delivered.values();
  return (arrivals) => {
    const call = order.next().value;
    const arrival = arrivals.find((each) => each.call === call);
    if (!arrival && arrivals.length > 0) throw new Error(`call ${call} has nothing to deliver`);
    return arrival;
  };
}

function traceOf(report: Report): unknown {
  const { ending, calls, logs, warnings, phases, gas, delivered } = report;
  return { ending, calls, logs, warnings, phases, gas, delivered, memory: memoryHash(report) };
}

function withoutTime(report: TaskReport): unknown {
  return { ...report, ms: 0 };
}
