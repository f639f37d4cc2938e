// Makes a fresh clone ready to run: dependencies, interpreter, compiled code, workflow bundle. Quick when all is there.
// Runs on plain Node, before anything is installed.

import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone } from './setup/alone.mjs';
import { ROOT, run, step, timed } from './setup/step.mjs';

export function setup() {
  return alone(join(ROOT, 'build', 'setup-lock'), async () => {
    if (!dependenciesAreCurrent()) {
      // Lifecycle scripts stay off: every binary we need lies in its package.
      await timed('installing dependencies', () => run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund']));
    }
    await step({
      name: 'interpreter',
      inputs: ['scripts/build-engine.mjs', 'scripts/engine', 'src/interpreter/prelude', 'package-lock.json'],
      outputs: ['src/interpreter/generated/engine.ts'],
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
  });
}

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
