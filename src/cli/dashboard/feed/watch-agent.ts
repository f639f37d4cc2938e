import { type ConversationItem, placeOf, readConversation } from '../../../client/conversation.js';
import type { LiveAgent } from '../../../client/live-agents.js';
import { messageOf } from '../../../config/message-of.js';
import type { CallId } from '../../../interpreter/call.js';
import type { ConversationPlace } from '../../../workflows/ports.js';
import type { AgentRow } from '../../../workflows/state.js';
import type { OpenScene } from '../scene/scene.js';
import type { WatchedRun } from '../scene/watched-run.js';
import type { Link } from './link.js';
import { repeat } from './poll.js';

const CONVERSATION_EVERY_MS = 1_000;
const LIVE_EVERY_MS = 2_000;

/** Keeps up with one agent of a run for as long as somebody looks at it. */
export async function watchAgent(
  link: Link,
  scene: OpenScene,
  watched: WatchedRun,
  { call, changed, left }: { readonly call: CallId; readonly changed: () => void; readonly left: AbortSignal },
): Promise<void> {
  const told = new Telling();
  let live: LiveAgent | null = null;
  let trouble: string | null = null;
  const show = (): void => {
    if (left.aborted) return;
    scene.agent = { call, prompt: told.prompt, items: told.items, live, trouble };
    changed();
  };
  const talk = repeat(CONVERSATION_EVERY_MS, left, async () => {
    const agent = watched.agent(call);
    if (!agent || told.isComplete) return;
    try {
      const { client } = await link.get();
      const isNew = await told.readOn(watched.run, agent, await client.storage());
      if (!isNew && trouble === null && scene.agent?.call === call) return;
      trouble = null;
    } catch (error) {
      trouble = messageOf(error);
    }
    show();
  });
  const work = repeat(LIVE_EVERY_MS, left, async () => {
    const isAtWork = watched.agent(call)?.position.at === 'running';
    if (!isAtWork && live === null) return;
    const { client, lost } = await link.get();
    const all = isAtWork
      ? await client
          .attach(watched.run)
          .live()
          .catch(() => [])
      : [];
    if (lost.aborted) return;
    live = all.find((agent) => agent.call === call) ?? null;
    show();
  });
  await Promise.all([talk, work]);
}

/** A conversation as far as it was read. */
class Telling {
  #place: ConversationPlace | undefined;
  #next = 0;
  prompt: string | null = null;
  items: readonly ConversationItem[] = [];
  /** Whether nothing is to come any more. */
  isComplete = false;

  /** Reads what has come; whether there was anything. An agent that began anew is read anew. */
  async readOn(run: string, agent: AgentRow, storage: Parameters<typeof readConversation>[0]): Promise<boolean> {
    const isOver = agent.position.at === 'settled'; // before reading: what is read after the end is all
    const place = placeOf(agent, run);
    if (!isSame(place, this.#place)) {
      this.#place = place;
      this.#next = 0;
      this.items = [];
      this.prompt = null;
    }
    const { prompt, items, next } = await readConversation(storage, place, this.#next);
    const isNew = next > this.#next || isOver;
    this.#next = next;
    this.prompt ??= prompt;
    if (items.length > 0) this.items = [...this.items, ...items];
    this.isComplete = isOver;
    return isNew;
  }
}

function isSame(a: ConversationPlace, b: ConversationPlace | undefined): boolean {
  return a.run === b?.run && a.call === b.call && a.restarts === b.restarts;
}
