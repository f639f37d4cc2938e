// Runs a command in <folder> as a leg does, in the sandbox that its PATH leads to, and says as JSON what came of it.

import { openProcesses } from '../../../../src/agent/processes/processes.js';
import { openSandbox } from '../../../../src/agent/sandbox/open-sandbox.js';

const [folder = '', command = ''] = process.argv.slice(2);
const notices: string[] = [];
const sandbox = openSandbox(null, (line) => notices.push(line));
const setup = { run: 'run', call: 1, leg: 1, folder: `${folder}/../records`, env: {}, sandbox, writable: [] };
const processes = openProcesses(setup);
await (await processes.start('true', folder)).ended;
const shell = await processes.start(command, folder);
const end = await shell.ended;
const text = shell.takeOutput().beginning.toString();
await processes.end();
process.stdout.write(JSON.stringify({ notices, end, text }));
