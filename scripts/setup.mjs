// Makes a fresh clone ready to run: dependencies, interpreter, compiled code, bundles. Quick when all is there.
// Runs on plain Node, before anything is installed.

import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone } from './setup/alone.mjs';
import { ROOT, run, step, timed } from './setup/step.mjs';

export function setup() {
  return alone(join(ROOT, 'build', 'setup-lock'), async () => {
    if (!dependenciesAreCurrent()) {
      // Not `npm ci`, which refuses a lock that lacks a package for some other platform; versions and digests are the
      // lock's all the same, and `--no-save` leaves it alone. Lifecycle scripts stay off: no dependency needs its own.
      const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
      await timed('installing dependencies', () => run(['npm', 'install', ...flags]));
    }
    await step({
      name: 'interpreter',
      inputs: ['scripts/build-engine.mjs', 'scripts/engine', ...GUEST, 'package-lock.json'],
      outputs: ['src/interpreter/generated'],
      command: [process.execPath, 'scripts/build-engine.mjs'],
    });
    await step({
      name: 'compile',
      inputs: ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
      outputs: ['dist'],
      // What is no longer in src must not live on in dist.
      before: () => rmSync(join(ROOT, 'dist'), { recursive: true, force: true }),
      command: [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    });
    await step({
      name: 'workflow bundle',
      inputs: [...IN_BUNDLE.map((folder) => `dist/${folder}`), 'dist/worker/bundle.js', 'package-lock.json'],
      outputs: ['build/workflow-bundle.js'],
      command: [process.execPath, 'dist/worker/bundle.js'],
    });
    await step({
      name: 'command line',
      inputs: ['dist', 'scripts/bundle-cli.mjs', 'package-lock.json'],
      outputs: ['build/cli'],
      command: [process.execPath, 'scripts/bundle-cli.mjs'],
    });
  });
}

/** What runs inside scripts' realms. */
const GUEST = ['src/interpreter/prelude', 'src/interpreter/intl'];

/** The deterministic world, and what it shares with the others. */
const IN_BUNDLE = ['config', 'script', 'interpreter', 'journal', 'workflows'];

/** npm writes this file last, with what it has installed. */
function dependenciesAreCurrent() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

/** As `setup`; a failure has been shown where it happened and ends the process. */
export async function setupOrExit() {
  try {
    await setup();
  } catch (error) {
    process.stderr.write(`set-up failed: ${error.message}\n`);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await setupOrExit();
