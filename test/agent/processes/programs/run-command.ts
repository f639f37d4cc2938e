// Runs a command as a leg in <folder> does, says `{}` when it has printed a line, and stays.

import { setTimeout as sleep } from 'node:timers/promises';
import { openProcesses } from '../../../../src/agent/processes/processes.js';
import { withoutSandbox } from '../../../../src/agent/sandbox/open-sandbox.js';

const [folder = '', command = ''] = process.argv.slice(2);
const setup = { run: 'run', call: 1, leg: 1, folder, env: {}, sandbox: withoutSandbox, writable: [] };
const shell = await openProcesses(setup).start(command, folder);
let printed = '';
while (!printed.endsWith('\n')) {
  await sleep(10);
  printed += shell.takeOutput().beginning.toString();
}
process.stdout.write(printed);
await sleep(600_000);
