// Entry of the supervisor process: `node dist/server/daemon/main.js <plan as JSON>`.

import { closeSync, writeSync } from 'node:fs';
import { messageOf } from '../../config/message-of.js';
import { REPORT_FD, type SupervisorPlan, type SupervisorReport } from './plan.js';
import { supervise } from './supervisor.js';

// Sockets, logs and records are their owner's alone.
process.umask(0o077);

const supervisor = supervise(JSON.parse(process.argv[2] ?? '') as SupervisorPlan, process.env, log);

process.on('SIGTERM', () => void leave());
for (const ignored of ['SIGINT', 'SIGHUP'] as const) process.on(ignored, () => log(`${ignored} ignored`));

supervisor.ready.then(
  () => report({ kind: 'ready' }),
  async (error: unknown) => {
    await supervisor.stop();
    report({ kind: 'failed', reason: messageOf(error) });
    process.exit(1);
  },
);

async function leave(): Promise<void> {
  await supervisor.stop();
  log('stopped');
  process.exit(0);
}

function report(what: SupervisorReport): void {
  log(JSON.stringify(what));
  try {
    writeSync(REPORT_FD, `${JSON.stringify(what)}\n`);
    closeSync(REPORT_FD);
  } catch (error) {
    // Whoever started us need not have waited.
    log(`nobody took the report: ${messageOf(error)}`);
  }
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}
