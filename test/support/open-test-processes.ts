import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { openProcesses, type Processes, type ProcessesSetup } from '../../src/agent/processes/processes.js';
import { withoutSandbox } from '../../src/agent/sandbox/open-sandbox.js';

/** The processes of a leg of its own, ended with the tests of the file. */
export function openTestProcesses(changes: Partial<ProcessesSetup> = {}): Processes {
  const processes = openProcesses({
    run: 'run',
    call: 1,
    leg: 1,
    // Each leg has a folder of its own in it, and takes it away.
    folder: join(tmpdir(), 'longhaul-test-processes'),
    env: {},
    sandbox: withoutSandbox,
    writable: [],
    ...changes,
  });
  opened.push(processes);
  return processes;
}

const opened: Processes[] = [];

afterAll(() => Promise.all(opened.map((processes) => processes.end())));
