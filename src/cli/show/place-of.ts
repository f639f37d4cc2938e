import type { ConversationPlace } from '../../workflows/ports.js';
import type { AgentRow } from '../../workflows/state.js';

/** Where the conversation of an agent is: in another run, when that run's work was taken over. */
export function placeOf({ call, restarts, reused }: AgentRow, run: string): ConversationPlace {
  return reused ?? { run, call, restarts };
}
