// Runs scripts one after the other in a process of their own and tells what became of each: for scripts that go deep, and for other V8 flags.

import { text } from 'node:stream/consumers';
import type { ScriptTask, TaskReport } from '../child-scripts.js';
import { memoryHash, runScript, scriptOf } from '../script-host.js';
import { scriptedAgent } from '../scripted-agents.js';

const tasks = JSON.parse(await text(process.stdin)) as readonly ScriptTask[];
process.stdout.write(JSON.stringify(tasks.map(run)));

function run({ body, args, limits, saved = [], nesting, answer, unhashed }: ScriptTask): TaskReport {
  const begun = performance.now();
  const report = runScript(scriptOf(body), {
    ...(args !== undefined && { args }),
    ...(limits && { limits }),
    ...(nesting !== undefined && { nesting }),
    saved: saved.map(({ name, body }) => scriptOf(body, name)),
    agents: answer === undefined ? scriptedAgent : () => ({ outcome: { status: 'ok', value: answer } }),
  });
  const ms = performance.now() - begun;
  const { ending, gas, logs, warnings, calls } = report;
  return {
    ending,
    gas,
    logs: logs.length,
    warnings: warnings.length,
    calls: calls.length,
    image: unhashed ? null : memoryHash(report),
    ms,
  };
}
