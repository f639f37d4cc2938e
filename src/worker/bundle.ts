// Build step: bundles the workflows with the interpreter, so that workers start without webpack.
// `node dist/worker/bundle.js` writes build/workflow-bundle.js.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Where the bundle lies, beside `dist`. */
export const BUNDLE_FILE = join(dist, '..', 'build', 'workflow-bundle.js');

const PRELOADED = [join(dist, 'workflows', 'preload.js')];

/** The SDK wants a source map, and looks each frame of each promise up in it: an empty one answers at once. */
const SOURCE_MAP = /\/\/# sourceMappingURL=data:application\/json;charset=utf-8;base64,[\w+/=]+/;
const EMPTY_MAP = Buffer.from(JSON.stringify({ version: 3, file: 'workflow-bundle.js', sources: [], names: [], mappings: '' })).toString('base64');

export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    preloadModules: PRELOADED,
  });
  return code.replace(SOURCE_MAP, `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${EMPTY_MAP}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await mkdir(dirname(BUNDLE_FILE), { recursive: true });
  await writeFile(BUNDLE_FILE, await bundleWorkflows());
}
