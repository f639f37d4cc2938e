import { createModels, type ModelEnv } from '../agent/model/models.js';
import { createTools } from '../agent/tools.js';
import type { Storage } from '../storage/storage.js';
import type { RunActivities } from '../workflows/ports.js';
import { readScript } from './read-script.js';
import { createAgentActivities } from './run-agent-leg.js';

/** All that a worker does for runs. */
export function createActivities(storage: Storage, env: ModelEnv): RunActivities {
  return {
    ...createAgentActivities({
      models: createModels(env),
      transcripts: storage.transcripts,
      tools: createTools(),
    }),
    readScript,
  };
}
