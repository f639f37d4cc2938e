import { messageOf } from '../../../config/message-of.js';
import type { InboxRow } from '../../../client/inbox.js';
import type { OpenScene } from '../scene/scene.js';
import type { Connection, Link } from './link.js';
import { repeat } from './poll.js';

const EVERY_MS = 1_000;

/** Keeps what agents ask up to date: those of one run, or of all that go on. */
export function watchAsks(
  link: Link,
  scene: OpenScene,
  { run, changed, left }: { readonly run: string | null; readonly changed: () => void; readonly left: AbortSignal },
): Promise<void> {
  return repeat(EVERY_MS, left, async () => {
    const connection = await link.get();
    try {
      const inbox = run === null ? await connection.client.inbox() : [await asksOf(run, scene, connection)];
      if (left.aborted || connection.lost.aborted) return;
      scene.inbox = inbox;
    } catch (error) {
      if (left.aborted || connection.lost.aborted) return;
      scene.inbox = [{ run: run ?? '', name: 'the server', asks: [], unanswered: messageOf(error) }];
    }
    changed();
  });
}

async function asksOf(run: string, { watched }: OpenScene, { client }: Connection): Promise<InboxRow> {
  const isOver = watched?.run === run && watched.state.endedAt !== null;
  return { run, name: watched?.state.name ?? run, asks: isOver ? [] : await client.attach(run).asks() };
}
