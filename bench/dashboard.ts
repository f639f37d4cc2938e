// The dashboard with 10,000 agents at work, in a real pseudo-terminal: how long a person waits for the screen after a key,
// and what it costs to leave it open. Linux only: the figures of the process come from /proc.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../src/config/package.js';
import { type PseudoTerminal, programInTerminal } from '../test/support/pseudo-terminal.js';

const PROGRAM = fileURLToPath(new URL('../test/cli/dashboard/programs/many-agents.ts', import.meta.url));
const AGENTS = 10_000;
const EVENTS_PER_SECOND = 200;
const KEYS = 200;
/** As keyboards repeat a key that is held. */
const KEY_EVERY_MS = 33;
const WATCHED_MS = 10_000;
/** Ticks of /proc a second. */
const TICKS = 100;

/** Prints waiting times for keys, and the share of one processor while keys are held and while nobody touches any. */
export async function benchDashboard(): Promise<void> {
  const terminal = programInTerminal(
    process.execPath,
    ['--import', 'tsx', PROGRAM, String(AGENTS), String(EVENTS_PER_SECOND)],
    { columns: 120, rows: 45, cwd: PACKAGE_ROOT, env: { NODE_ENV: 'production' } },
  );
  try {
    await terminal.shows('the run', (screen) => screen.includes('agent 2 '));
    terminal.press('enter');
    await sleep(1_000);
    console.log(`${AGENTS} agents at work, ${EVENTS_PER_SECOND} events a second, 120×45\n`);
    console.log('| | median | p95 | largest |\n|---|---|---|---|');
    const held = await processorShare(terminal, () => holdKey(terminal));
    const idle = await processorShare(terminal, () => sleep(WATCHED_MS));
    console.log(`\nprocessor while ↓ is held: ${held}; while nobody touches a key: ${idle} (target: 10 %)`);
  } finally {
    await terminal.close();
  }
}

async function holdKey(terminal: PseudoTerminal): Promise<void> {
  const waits: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const next = sleep(KEY_EVERY_MS);
    const chosen = chosenIn(terminal);
    const since = performance.now();
    terminal.press('down');
    while (chosenIn(terminal) === chosen && performance.now() - since < 2_000) await sleep(1);
    waits.push(performance.now() - since);
    await next;
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (part: number): string => `${(sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN).toFixed(1)} ms`;
  console.log(`| from ↓ to the screen that shows it | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
}

function chosenIn(terminal: PseudoTerminal): string | undefined {
  return terminal.screen().find((row) => /❯.*agent \d/.test(row));
}

async function processorShare({ pid }: PseudoTerminal, work: () => Promise<unknown>): Promise<string> {
  const since = performance.now();
  const before = ticksOf(pid);
  await work();
  const seconds = (performance.now() - since) / 1_000;
  return `${((100 * (ticksOf(pid) - before)) / TICKS / seconds).toFixed(1)} %`;
}

/** Of the processor, spent by the process so far. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
