import { createSetupStore } from '../agent/context/setup-blob.js';
import type { McpPool } from '../agent/mcp/mcp-pool.js';
import { createModels } from '../agent/model/models.js';
import { openSandbox } from '../agent/sandbox/open-sandbox.js';
import { createSetupKits } from '../agent/gear/setup-kit.js';
import { createTools } from '../agent/tools.js';
import { createPages } from '../agent/tools/web/pages.js';
import { createWorkshop } from '../agent/gear/workshop.js';
import type { Storage } from '../storage/storage.js';
import type { RunActivities } from '../workflows/ports.js';
import { createArchiving } from './archive-run.js';
import { createCleaning } from './clean-workspaces.js';
import { createJournalReading } from './journal-pages.js';
import { keepRules } from './keep-rules.js';
import { onceEach } from './once-each.js';
import { readScript } from './read-script.js';
import { createRunPages } from './run-pages.js';
import { createAgentActivities } from './run-agent-leg.js';

/** All that a worker does for runs. Close it when the worker has ended: what it started would keep the process alive. */
export interface Activities {
  readonly activities: RunActivities;
  close(): Promise<void>;
}

/** `notice` takes lines for whoever looks after the worker, each of them once. */
export function createActivities(storage: Storage, env: NodeJS.ProcessEnv, notice: (line: string) => void): Activities {
  const models = createModels(env);
  let mcp: Promise<McpPool> | undefined;
  const once = onceEach(notice);
  const { root, blobs, transcripts, archive } = storage;
  const workshop = createWorkshop({
    tools: createTools(),
    setups: createSetupStore(blobs),
    kitOf: createSetupKits({ models, pages: createPages(), env }),
    mcp: () => (mcp ??= openMcp(env)),
    sandbox: openSandbox(null, once),
    root,
    notice: once,
  });
  return {
    activities: {
      ...createAgentActivities({ models, transcripts, archive, workshop }),
      ...createCleaning(root),
      ...createRunPages(blobs),
      ...createJournalReading(blobs),
      ...createArchiving(archive, Date.now),
      readScript,
      keepRules,
    },
    async close() {
      await (await mcp)?.close();
      await models.close();
    },
  };
}

/** Most workers serve no agent that has servers, and loading their client takes a tenth of a second. */
async function openMcp(env: NodeJS.ProcessEnv): Promise<McpPool> {
  const { createMcpPool } = await import('../agent/mcp/mcp-pool.js');
  return createMcpPool({ env });
}
