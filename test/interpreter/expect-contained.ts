import { expect, it } from '@jest/globals';
import { ATTACKS } from './attacks.js';
import { runInChild, type ScriptTask, type TaskReport } from './child-scripts.js';

/** Small, so that the suite is quick; what holds for these holds for larger ones. */
const limits = {
  gasPerEntry: 10_000_000,
  heapBytes: 64 * 1024 * 1024,
  calls: 5_000,
  logLines: 2_000,
};
/** Compiling the script and parsing what it is given are counted, too, but not the script's to pay. */
const OUR_GAS = 5_000_000;
const GOOD: ScriptTask = {
  body: "return (await parallel([() => agent('<<echo:a>>'), () => agent('<<echo:b>>')])).join()",
};

/** Each attack as `place` puts it into a script. */
export function expectContained(where: string, place: (body: string) => string): void {
  it(`${where}, every attack ends in a fault or harmlessly, within its gas, and a good run after it is as before`, async () => {
    const tasks = ATTACKS.flatMap(({ body }) => [{ body: place(body), limits, unhashed: true }, GOOD]);
    const reports = await runInChild([GOOD, ...tasks]);
    const [before, ...rest] = reports as [TaskReport, ...TaskReport[]];
    const problems = ATTACKS.flatMap(({ name, ends }, i) => {
      const [report, good] = rest.slice(2 * i, 2 * i + 2) as [TaskReport, TaskReport];
      return [
        ...judge(name, ends, report),
        ...(good.image === before.image ? [] : [`${name}: a good run after it differs`]),
      ];
    });
    expect(problems).toEqual([]);
  }, 180_000);
}

function judge(name: string, ends: readonly string[], { ending, gas, ms }: TaskReport): readonly string[] {
  const how = ending?.kind === 'faulted' ? ending.code : ending?.kind;
  const most = Math.max(...gas);
  const seen = `${name}: ${how} after ${(most / 1e6).toFixed(1)} M gas, ${ms.toFixed(0)} ms ${ending?.kind === 'faulted' ? ending.fault.message.slice(0, 90) : ''}`;
  if (process.env.LONGHAUL_SHOW_ATTACKS) process.stderr.write(`${seen}\n`);
  const bounded = most <= limits.gasPerEntry + OUR_GAS;
  return how !== undefined && ends.includes(how) && bounded ? [] : [seen];
}
