import { describe, expect, it } from '@jest/globals';
import type { FaultCode } from '../../src/interpreter/host.js';
import type { GuestLimits } from '../../src/interpreter/limits.js';
import { runInChild } from './child-scripts.js';
import { runScript, scriptOf } from './script-host.js';

type Case = readonly [body: string, limits: Partial<GuestLimits>, code: FaultCode | 'returned'];

const CASES: readonly Case[] = [
  ['for (let i = 0; i < 1e5; i++);', { gasPerEntry: 1_000_000 }, 'SCRIPT_OUT_OF_GAS'],
  ['for (let i = 0; i < 1e5; i++);', { gasPerEntry: 10_000_000 }, 'returned'],
  [
    'for (let n = 0; n < 20; n++) { for (let i = 0; i < 1e4; i++); await agent("x") }',
    { gasPerEntry: 2_000_000 },
    'returned',
  ],
  ['const k = []; for (;;) k.push(new ArrayBuffer(1e6))', { heapBytes: 32 * 1024 * 1024 }, 'SCRIPT_OUT_OF_MEMORY'],
  [
    'const k = []; try { for (;;) k.push(new ArrayBuffer(1e6)) } catch {} await agent("x")',
    { heapBytes: 32 * 1024 * 1024 },
    'SCRIPT_OUT_OF_MEMORY',
  ],
  ['try { new ArrayBuffer(1e9) } catch { return 1 }', {}, 'returned'],
  ['await new Promise(() => {})', {}, 'SCRIPT_STUCK'],
  ['await agent("x"); await new Promise(() => {})', {}, 'SCRIPT_STUCK'],
  ['for (let i = 0; i < 10; i++) await agent("x")', { calls: 10 }, 'returned'],
  ['for (let i = 0; i < 11; i++) await agent("x")', { calls: 10 }, 'SCRIPT_TOO_MANY_CALLS'],
  [
    'await parallel([1, 2, 3].map(() => () => agent("x".repeat(400))))',
    { waitingLength: 1_000 },
    'SCRIPT_TOO_MANY_CALLS',
  ],
  ['for (let i = 0; i < 9; i++) await agent("x".repeat(400))', { waitingLength: 1_000 }, 'returned'],
  ['for (let i = 0; i < 10; i++) log(i)', { logLines: 10 }, 'returned'],
  ['for (let i = 0; i < 11; i++) log(i)', { logLines: 10 }, 'SCRIPT_TOO_MANY_LOGS'],
  ['for (let i = 0; i < 11; i++) phase(i)', { logLines: 10 }, 'SCRIPT_TOO_MANY_LOGS'],
  ['for (let i = 0; i < 11; i++) log("x".repeat(100))', { logLength: 1_000 }, 'SCRIPT_TOO_MANY_LOGS'],
  ['log("x".repeat(1000))', { valueLength: 1_000 }, 'SCRIPT_VALUE_TOO_LARGE'],
  ['await agent("x".repeat(1000))', { valueLength: 1_000 }, 'SCRIPT_VALUE_TOO_LARGE'],
  ['return "x".repeat(1000)', { valueLength: 1_000 }, 'SCRIPT_VALUE_TOO_LARGE'],
  [
    'return await agent("<<big:1000>>").catch((e) => { throw new Error(e.code) })',
    { valueLength: 1_000 },
    'SCRIPT_THREW',
  ],
];

describe('each limit has its own fault, and nothing below it', () => {
  it('holds at the edge', async () => {
    const reports = await runInChild(CASES.map(([body, limits]) => ({ body, limits })));
    const seen = reports.map(({ ending }, i) => [
      CASES[i]?.[0],
      ending?.kind === 'faulted' ? ending.code : ending?.kind,
    ]);
    expect(seen).toEqual(CASES.map(([body, , code]) => [body, code]));
  });

  it('an answer too large or too deep for the script is an error it can catch', async () => {
    const body = 'return await agent("x").catch((e) => e.code)';
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as never;
    expect(runScript(scriptOf(body), { agents: () => ({ outcome: { status: 'ok', value: deep } }) }).ending).toEqual({
      kind: 'returned',
      value: 'VALUE_TOO_LARGE',
    });
    const large = runScript(scriptOf(body), {
      limits: { valueLength: 100 },
      agents: () => ({ outcome: { status: 'ok', value: 'x'.repeat(100) } }),
    });
    expect(large.ending).toEqual({ kind: 'returned', value: 'VALUE_TOO_LARGE' });
  });

  it('args nested too deep end the run with a clear word', async () => {
    const [report] = await runInChild([{ body: 'return args', args: `${'['.repeat(1e5)}${']'.repeat(1e5)}` }]);
    expect(report?.ending).toMatchObject({
      kind: 'faulted',
      fault: { message: 'RangeError: args are nested too deeply' },
    });
  });

  it('what goes out costs gas by its length', () => {
    const cost = (length: number): number =>
      runScript(scriptOf(`const s = 'x'.repeat(1e6); log(s.slice(0, ${length}))`)).gas[0] ?? 0;
    expect(cost(900_000) - cost(100_000)).toBeGreaterThan(4 * 800_000);
  });
});
