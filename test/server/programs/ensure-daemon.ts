// Ensures the daemon of LONGHAUL_HOME <home> with the environment <env as JSON>; prints what it gets.

import { longhaulPaths } from '../../../src/config/paths.js';
import { ensureDaemon } from '../../../src/server/daemon/ensure.js';

const [home = '', env = '{}'] = process.argv.slice(2);
const info = await ensureDaemon({
  env: { ...process.env, ...(JSON.parse(env) as NodeJS.ProcessEnv) },
  paths: longhaulPaths({ LONGHAUL_HOME: home }, home),
  notice: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(JSON.stringify(info));
