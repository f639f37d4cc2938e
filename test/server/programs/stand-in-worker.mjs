// Stands in for the worker: is ready at once, says what it was given, ends when asked.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { LONGHAUL_ADDRESS, LONGHAUL_NAMESPACE, LONGHAUL_STORAGE, ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL } = process.env;
writeFileSync(
  join(LONGHAUL_STORAGE, 'given.json'),
  JSON.stringify({ LONGHAUL_ADDRESS, LONGHAUL_NAMESPACE, ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL }),
);
process.stderr.write('{"level":"info"} a line that only begins like JSON\n');
process.stdout.write(`${JSON.stringify({ ready: true, build: 'stand-in' })}\n`);
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1_000);
