// Build step: bundles the workflows with the interpreter, so that workers start without webpack.
// `node dist/worker/bundle.js` writes build/workflow-bundle.js.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { BUNDLE_FILE } from './build.js';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..');

const PRELOADED = [join(dist, 'workflows', 'preload.js')];

/** The inlined source map; without the text of the sources it is a tenth of its size, and still names places. */
const SOURCE_MAP = /(\/\/# sourceMappingURL=data:application\/json;charset=utf-8;base64,)([\w+/=]+)/;

export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    preloadModules: PRELOADED,
    logger: new DefaultLogger('WARN'),
  });
  return code.replace(SOURCE_MAP, (_all, head: string, map: string) => head + withoutSources(map));
}

function withoutSources(base64: string): string {
  const map = JSON.parse(Buffer.from(base64, 'base64').toString()) as { sourcesContent?: readonly string[] };
  delete map.sourcesContent;
  return Buffer.from(JSON.stringify(map)).toString('base64');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await mkdir(dirname(BUNDLE_FILE), { recursive: true });
  await writeFile(BUNDLE_FILE, await bundleWorkflows());
}
