import { createHash } from 'node:crypto';
import type { LegRequest } from '../../workflows/ports.js';

/** SHA-256, in hex, of what an agent is asked: all that changes its work, and nothing that changes how long it may take. */
export function requestDigest({ prompt, options, model, workspace, setup }: LegRequest): string {
  const { schema, effort, agentType, isolation, disallowedTools, bashCommandClamp } = options;
  const asked = [
    prompt,
    model.id,
    workspace,
    setup,
    effort,
    agentType,
    isolation,
    schema,
    disallowedTools,
    bashCommandClamp,
  ];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}
