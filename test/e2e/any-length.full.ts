import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import type { Program } from '../support/program.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';

const AGENTS = 10_000;
const WITHIN_MS = 30 * 60_000;
const stack = sharedStack();

/** Agents in waves, so that the script's own state grows with them; the sum shows that each answered its own question. */
const MANY = scriptText(`let sum = 0;
for (let done = 0; done < args.agents; done += 500) {
  const size = Math.min(500, args.agents - done);
  const answers = await parallel(Array.from({ length: size }, (_, i) => () => agent('agent ' + (done + i) + ' <<echo:' + (done + i) + '>>')));
  for (const answer of answers) sum += Number(answer);
  log('asked ' + (done + size));
}
return sum;`);

const sumBelow = (n: number): number => (n * (n - 1)) / 2;

/** Temporal runs that have carried the run. */
async function temporalRuns({ run }: RunHandle): Promise<number> {
  let runs = 0;
  for await (const _ of stack().temporalClient.workflow.list({ query: `WorkflowId = '${run}'` })) runs++;
  return runs;
}

/** Megabytes a process holds in memory. */
function residentMb({ pid }: Program): number {
  const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1_024);
}

interface Mark {
  readonly agents: number;
  readonly seconds: number;
  readonly rssMb: number;
}

/** Looks at the run until it has ended; one mark for each thousand of agents. */
async function watch(run: RunHandle, worker: () => Program): Promise<readonly Mark[]> {
  const began = performance.now();
  const marks: Mark[] = [];
  while (await run.isOpen()) {
    // A busy worker may not answer in time.
    const ok = await run.overview().then(
      ({ totals }) => totals.ok,
      () => 0,
    );
    const agents = Math.floor(ok / 1_000) * 1_000;
    if (agents > (marks.at(-1)?.agents ?? 0))
      marks.push({ agents, seconds: (performance.now() - began) / 1_000, rssMb: residentMb(worker()) });
    await sleep(500);
  }
  return marks;
}

describe('a run of ten thousand agents', () => {
  it(
    'is carried on at least three times, asks each once, and neither slows down nor fills the memory',
    async () => {
      const worker = await stack().startWorker();
      const run = await stack().run(MANY, { args: { agents: AGENTS }, limits: { maxAgents: AGENTS, concurrency: 64 } });
      const marks = await watch(run, () => worker);
      const result = await run.result();
      const carried = (await temporalRuns(run)) - 1;
      const rates = marks.map(({ agents, seconds }, i) => {
        const before = marks[i - 1] ?? { agents: 0, seconds: 0 };
        return (agents - before.agents) / (seconds - before.seconds);
      });
      process.stderr.write(
        `${marks.map((mark, i) => `${mark.agents} agents: ${mark.seconds.toFixed(1)} s, ${rates[i]?.toFixed(0)}/s, RSS ${mark.rssMb} MB`).join('\n')}\ncarried on ${carried} times\n`,
      );
      expect(result).toMatchObject({ status: 'completed', result: sumBelow(AGENTS), totals: { ok: AGENTS } });
      const { byTask } = await stack().modelStats();
      expect(Object.keys(byTask)).toHaveLength(AGENTS);
      expect(new Set(Object.values(byTask))).toEqual(new Set([1]));
      expect(carried).toBeGreaterThanOrEqual(3);
      await worker.end('SIGTERM');
    },
    WITHIN_MS,
  );

  it(
    'survives a kill -9 of its worker in each hand-over',
    async () => {
      const agents = 4_000;
      let worker = await stack().startWorker();
      const before = (await stack().modelStats()).requests;
      const run = await stack().run(MANY, {
        args: { agents },
        limits: {
          maxAgents: agents,
          concurrency: 64,
          handOver: { events: 4_000, bytes: 4_000_000 },
          heartbeatTimeoutMs: 5_000,
        },
      });
      let seen = 1;
      let kills = 0;
      while (await run.isOpen()) {
        const now = await temporalRuns(run);
        if (now > seen) {
          seen = now;
          kills++;
          await worker.end('SIGKILL');
          worker = await stack().startWorker();
        }
        await sleep(100);
      }
      const result = await run.result();
      const requests = (await stack().modelStats()).requests - before;
      process.stderr.write(`${kills} kills, ${requests} requests for ${agents} agents\n`);
      expect(result).toMatchObject({ status: 'completed', result: sumBelow(agents), totals: { ok: agents } });
      expect(kills).toBeGreaterThanOrEqual(2);
      expect(requests).toBeLessThanOrEqual(agents + kills * 64);
      await worker.end('SIGTERM');
    },
    WITHIN_MS,
  );
});
