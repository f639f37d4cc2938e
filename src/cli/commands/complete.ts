import { setTimeout as delay } from 'node:timers/promises';
import { openWire } from '../../client/gateway/wire.js';
import type { RunRow } from '../../client/run-row.js';
import { ExitCode } from '../../config/exit-code.js';
import { longhaulPaths } from '../../config/paths.js';
import { connectOptions } from '../../server/connect-options.js';
import { runningDaemon } from '../../server/daemon/ensure.js';
import { daemonFiles } from '../../server/daemon/record.js';
import { type Terminal, writeLines } from '../terminal/terminal.js';

export type Completable = 'runs' | 'workflows';

/**
 * `longhaul complete`, which scripts of shells call: words that may stand there, a line each; none when they are not known
 * within `withinMs`. Says nothing else, ever.
 */
export async function complete(what: Completable, withinMs: number, terminal: Terminal): Promise<ExitCode> {
  const asked = what === 'runs' ? runWords(terminal) : workflowWords(terminal);
  const words = await Promise.race([asked.catch(() => []), delay(withinMs, [], { ref: false })]);
  await writeLines(terminal.stdout, [...new Set(words)].filter(isPlain));
  return ExitCode.Ok;
}

/** A name is put into the command line as it is: one that a shell would read otherwise is not offered. */
function isPlain(word: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(word);
}

/** Of the local daemon when it is up; nothing is started, and no cluster is asked. */
async function runWords({ env, home }: Terminal): Promise<readonly string[]> {
  if ((await connectOptions({}, env)).kind === 'cluster') return [];
  const daemon = runningDaemon(daemonFiles(longhaulPaths(env, home)).record);
  const wire = daemon && (await openWire(daemon.gatewaySocket));
  if (!wire) return [];
  const rows: RunRow[] = [];
  for await (const row of wire.items({ ask: 'list', filter: { limit: MOST_RUNS } })) rows.push(row as RunRow);
  wire.close();
  return rows.length === 0 ? [] : ['last', ...rows.map(({ name }) => name), ...rows.map(({ run }) => run)];
}

const MOST_RUNS = 50;

/** Reads and compiles scripts, which runs need not wait for. */
async function workflowWords(terminal: Terminal): Promise<readonly string[]> {
  const { loadSavedWorkflows } = await import('../../client/saved-workflows.js');
  const { workflows } = await loadSavedWorkflows(terminal);
  return workflows.map(({ script }) => script.meta.name);
}
