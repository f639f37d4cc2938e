// `npm test`: sets up, checks format, lint, types and dead code, then runs the tests of a tier: test, full or live.
// The last line on stdout is `N passed, N failed`; a static check that fails counts as one failure.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from './setup.mjs';
import { ROOT, run, timed } from './setup/step.mjs';

const tier = process.argv[2] ?? 'test';

/** Each by its own file, since npx would cost half a second a time. */
const STATIC_CHECKS = [
  ['format', 'node_modules/@biomejs/biome/bin/biome', 'format', '--error-on-warnings'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  ['types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  ['dead code', 'node_modules/knip/bin/knip.js'],
];

async function testTier() {
  if (tier === 'live' && !process.env.ANTHROPIC_API_KEY && !process.env.ANTHROPIC_AUTH_TOKEN) {
    process.stderr.write('live tests are skipped: no ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN is set\n');
    return { passed: 0, failed: 0 };
  }
  if (!(await succeeds('set-up', setup))) return { passed: 0, failed: 1 };

  if (tier === 'full' && !(await succeeds('packages of the full tier', installForFullTier))) {
    return { passed: 0, failed: 1 };
  }

  const failedChecks = [];
  for (const [name, ...command] of tier === 'test' ? STATIC_CHECKS : []) {
    if (!(await succeeds(name, () => run([process.execPath, ...command])))) failedChecks.push(name);
  }
  const failed = failedChecks.length;
  // A module that imports a name another no longer exports makes jest wait for ever: the types tell that first.
  if (failedChecks.includes('types')) return { passed: 0, failed };
  const tests = await runJest();
  return { passed: tests.passed, failed: tests.failed + failed };
}

/** What only the full tier needs, beside the locked dependencies. */
async function installForFullTier() {
  if (existsSync(join(ROOT, 'node_modules', '@anthropic-ai', 'bedrock-sdk'))) return;
  // As a dependency of development: npm leaves out an optional peer, even one that it is asked for by name.
  const flags = ['--save-dev', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run(['npm', 'install', ...flags, '@anthropic-ai/bedrock-sdk@1.1.3']);
}

async function runJest() {
  const report = join(ROOT, 'build', `jest-${tier}.json`);
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  rmSync(report, { force: true });
  const ended = await succeeds('tests', async () => {
    const binary = execFileSync(process.execPath, ['scripts/obtain-temporal.mjs'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '--passWithNoTests'];
    await run([process.execPath, ...jest], {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      LONGHAUL_TEST_TIER: tier,
      LONGHAUL_TEMPORAL_BIN: binary.trim(),
    });
  });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // Jest may also fail for reasons that are no test's, such as an unhandled error after the last one.
  return { passed: numPassedTests, failed: ended ? failed : Math.max(failed, 1) };
}

async function succeeds(name, work) {
  try {
    await timed(name, work);
    return true;
  } catch (error) {
    process.stderr.write(`${name} failed: ${error.message}\n`);
    return false;
  }
}

const since = performance.now();
const count = await testTier();
process.stderr.write(`total: ${((performance.now() - since) / 1000).toFixed(1)} s\n`);
process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
