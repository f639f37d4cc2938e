import { setTimeout as delay } from 'node:timers/promises';
import { placeOf, readConversation } from '../../client/conversation.js';
import type { RunHandle } from '../../client/run-handle.js';
import type { Storage } from '../../storage/storage.js';
import { type AgentRow, reduce, type RunState } from '../../workflows/state.js';
import type { LogItem } from './item-lines.js';

/** Milliseconds between two looks at a conversation. */
const POLL_MS = 400;

/** What is followed: an agent of a run, its conversation told up to entry `next`. */
export interface Followed {
  readonly handle: RunHandle;
  readonly storage: Storage;
  /** As it stood when its conversation was told. */
  readonly agent: AgentRow;
  /** As of event `seq`, when the agent may not have been there yet; folded further here. */
  readonly state: RunState;
  readonly seq: number;
  readonly next: number;
}

/** The conversation of an agent as it goes on, up to the end of the agent or of its run. One that begins anew is told anew. */
export async function* followConversation(
  { handle, storage, agent: before, state, seq, next: told }: Followed,
  signal: AbortSignal,
): AsyncIterable<LogItem> {
  const over = new AbortController();
  const folding = fold(state, handle, seq, AbortSignal.any([signal, over.signal])).finally(() => over.abort());
  try {
    let next = told;
    let { restarts } = before;
    for (;;) {
      const agent = state.agents.get(before.call) ?? before;
      const isLast = over.signal.aborted || agent.position.at === 'settled';
      if (signal.aborted) return;
      if (agent.restarts !== restarts) next = 0;
      restarts = agent.restarts;
      const { prompt, items, next: after } = await readConversation(storage, placeOf(agent, handle.run), next);
      if (prompt !== null) yield { kind: 'prompt', text: prompt };
      yield* items;
      next = after;
      if (isLast) return;
      await Promise.race([delay(POLL_MS), folding]);
    }
  } finally {
    over.abort();
    await folding;
  }
}

async function fold(state: RunState, handle: RunHandle, from: number, signal: AbortSignal): Promise<void> {
  for await (const event of handle.events(from, signal)) reduce(state, event);
}
