import type { AgentEvent } from '../agent/events.js';
import type { LegHeartbeat } from '../workflows/ports.js';

/** Characters of the model's newest words that a heartbeat shows. */
const PREVIEW_LENGTH = 120;

/** Folds the events of a leg into what its heartbeats tell the screens. */
export interface Progress {
  note(event: AgentEvent): void;
  details(): LegHeartbeat;
}

export function createProgress(): Progress {
  let turn = 0;
  let tokens = 0;
  let words = '';
  const tools = new Map<string, string>();
  return {
    note(event) {
      if (event.kind === 'turn-started') {
        turn = event.turn;
        words = '';
      }
      if (event.kind === 'text') words = (words + event.piece).slice(-PREVIEW_LENGTH);
      if (event.kind === 'turn-ended') tokens = event.usage.input + event.usage.output;
      if (event.kind === 'tool-started') tools.set(event.id, event.tool);
      if (event.kind === 'tool-ended') tools.delete(event.id);
    },
    details() {
      const [tool] = tools.values();
      return { turn, tool: tool ?? null, tokens, preview: words };
    },
  };
}
