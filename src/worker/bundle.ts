// Build step: bundles the workflows with the interpreter, so that workers start without webpack.
// `node dist/worker/bundle.js` writes build/workflow-bundle.js.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Where the bundle lies, beside `dist`. */
export const BUNDLE_FILE = join(dist, '..', 'build', 'workflow-bundle.js');

/** Compiled once per thread and shared by all runs of it: QuickJS and its booted image. */
const PRELOADED = [join(dist, 'interpreter', 'engine', 'boot.js')];

export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    preloadModules: PRELOADED,
  });
  return code;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await mkdir(dirname(BUNDLE_FILE), { recursive: true });
  await writeFile(BUNDLE_FILE, await bundleWorkflows());
}
