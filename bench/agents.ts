// What a person waits for: `longhaul run` from the command line to the result, against the scripted model, beside the
// floor of plain Temporal on the same server. Machines differ and are noisy: the ratio is the figure to compare.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { startScriptedModel } from '../src/agent/model/scripted/scripted-model.js';
import { openFloor } from './floor/floor.js';

interface Case {
  readonly title: string;
  readonly script: string;
  readonly count: number;
  readonly concurrency: number;
  readonly delay: number;
  /** What the issue of the foundation asks for, in milliseconds of wall time; per agent where `perAgent`. */
  readonly target: number;
  readonly perAgent: boolean;
}

const CASES: readonly Case[] = [
  { title: 'empty script', script: 'empty', count: 0, concurrency: 16, delay: 0, target: 800, perAgent: false },
  {
    title: '1,000 agents, no latency',
    script: 'fan-out',
    count: 1_000,
    concurrency: 16,
    delay: 0,
    target: 5_000,
    perAgent: false,
  },
  {
    title: 'the same, 200 at once',
    script: 'fan-out',
    count: 1_000,
    concurrency: 200,
    delay: 0,
    target: 5_000,
    perAgent: false,
  },
  {
    title: '40 agents of 300 ms',
    script: 'fan-out',
    count: 40,
    concurrency: 16,
    delay: 300,
    target: 1_600,
    perAgent: false,
  },
  { title: 'sequential, each', script: 'sequence', count: 200, concurrency: 1, delay: 0, target: 25, perAgent: true },
];
const ROUNDS = 3;

/** Prints the median of some rounds of each case, its floor and their ratio. */
export async function benchAgents(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'longhaul-bench-'));
  const model = await startScriptedModel();
  const longhaul = commandLine(home, model.url);
  try {
    await longhaul(['up']);
    const { info } = JSON.parse(await longhaul(['status', '--json'])) as {
      info: { address: string; namespace: string };
    };
    const floor = await openFloor(info.address, info.namespace);
    await longhaul(['run', scriptFile('empty'), '--json']); // the first run warms the worker's thread
    console.log('| case | longhaul | target | floor | ratio |\n|---|---|---|---|---|');
    for (const one of CASES) {
      const walls: number[] = [];
      const floors: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        floors.push(await floor.measure(one.count, one.concurrency, one.delay));
        walls.push(await timed(() => runCase(longhaul, one)));
      }
      console.log(row(one, median(walls), median(floors)));
    }
    await floor.close();
  } finally {
    await longhaul(['down']);
    await model.close();
    await rm(home, { recursive: true, force: true });
  }
}

type CommandLine = (args: readonly string[]) => Promise<string>;

function commandLine(home: string, baseUrl: string): CommandLine {
  const bin = fileURLToPath(new URL('../bin/longhaul.js', import.meta.url));
  const env = { LONGHAUL_HOME: home, ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: 'bench' };
  return async (args) => (await execa(process.execPath, [bin, ...args], { env, cwd: home })).stdout;
}

async function runCase(longhaul: CommandLine, { script, count, concurrency, delay }: Case): Promise<void> {
  const args = ['--args', JSON.stringify({ count, delay }), '--concurrency', String(concurrency)];
  const { status, result } = JSON.parse(await longhaul(['run', scriptFile(script), ...args, '--json'])) as {
    status: string;
    result: unknown;
  };
  if (status !== 'completed' || (count > 0 && result !== count))
    throw new Error(`${script} ended ${status} with ${String(result)}`);
}

function scriptFile(name: string): string {
  return fileURLToPath(new URL(`./scripts/${name}.js`, import.meta.url));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

function row(one: Case, wall: number, floor: number): string {
  const per = one.perAgent ? one.count : 1;
  const ms = (value: number): string => `${(value / per).toFixed(one.perAgent ? 1 : 0)} ms`;
  return `| ${one.title} | ${ms(wall)} | ${one.target} ms | ${ms(floor)} | ${(wall / floor).toFixed(2)} |`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
