import { createModels, type ModelEnv } from '../agent/model/models.js';
import { createTools } from '../agent/tools.js';
import type { Storage } from '../storage/storage.js';
import type { RunActivities } from '../workflows/ports.js';
import { readScript } from './read-script.js';
import { createAgentActivities } from './run-agent-leg.js';

/** All that a worker does for runs. Close it when the worker has ended: the offline model would keep the process alive. */
export interface Activities {
  readonly activities: RunActivities;
  close(): Promise<void>;
}

export function createActivities(storage: Storage, env: ModelEnv): Activities {
  const models = createModels(env);
  return {
    activities: {
      ...createAgentActivities({ models, transcripts: storage.transcripts, tools: createTools() }),
      readScript,
    },
    close: () => models.close(),
  };
}
