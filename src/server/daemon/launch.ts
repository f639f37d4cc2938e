import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { LonghaulError } from '../../config/errors.js';
import { PACKAGE_ROOT } from '../../config/package.js';
import { openLog } from '../process/log-file.js';
import { REPORT_FD, type SupervisorPlan, type SupervisorReport } from './plan.js';

/**
 * Starts a supervisor, detached from this terminal, and returns when server and worker are ready.
 *
 * Throws DAEMON_START_FAILED with the supervisor's reason; nothing is left running then.
 */
export async function launchSupervisor(plan: SupervisorPlan, env: NodeJS.ProcessEnv): Promise<void> {
  const log = join(plan.logs, 'supervisor.log');
  const child = spawnSupervisor(plan, env, log);
  const pipe = child.stdio[REPORT_FD] as Readable;
  const report = await firstLine(pipe);
  pipe.destroy();
  if (report.kind === 'failed') throw new LonghaulError('DAEMON_START_FAILED', { reason: report.reason, log });
}

function spawnSupervisor(plan: SupervisorPlan, env: NodeJS.ProcessEnv, log: string): ChildProcess {
  const main = join(PACKAGE_ROOT, 'dist', 'server', 'daemon', 'main.js');
  mkdirSync(plan.storage, { recursive: true, mode: 0o700 });
  const output = openLog(log);
  try {
    const child = spawn(process.execPath, [main, JSON.stringify(plan)], {
      detached: true,
      // Not the caller's folder, which may be removed while the daemon lives.
      cwd: plan.storage,
      env,
      stdio: ['ignore', output, output, 'pipe'],
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

async function firstLine(pipe: Readable): Promise<SupervisorReport> {
  for await (const line of createInterface({ input: pipe })) return JSON.parse(line) as SupervisorReport;
  return { kind: 'failed', reason: 'its supervisor ended without a word' };
}
