// `npm start [-- ARGUMENTS]`: sets up what is missing, then runs Longhaul with the arguments, or the demonstration.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setupOrExit } from './setup.mjs';
import { exitOf, ROOT } from './setup/step.mjs';

/** Audits this repository's own sources. Without a provider's key the offline model does the talking, and says so. */
const OFFLINE =
  process.env.ANTHROPIC_API_KEY || process.env.ANTHROPIC_AUTH_TOKEN ? [] : ['--offline', '--args', '{"offline":true}'];
const DEMONSTRATION = ['run', join(ROOT, 'examples', 'audit.js'), '--yes', '--cwd', ROOT, ...OFFLINE];

await setupOrExit();

const given = process.argv.slice(2);
const longhaul = [join(ROOT, 'bin', 'longhaul.js'), ...(given.length > 0 ? given : DEMONSTRATION)];
const child = spawn(process.execPath, longhaul, { stdio: 'inherit' });

// A terminal sends these to both of us; the answer to them is Longhaul's.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const end = await exitOf(child);
process.exitCode = typeof end === 'number' ? end : 128 + constants.signals[end];
