import { goesOn } from '../../../client/goes-on.js';
import { readStory } from '../../../client/story.js';
import { isLonghaulError } from '../../../config/errors.js';
import { messageOf } from '../../../config/message-of.js';
import type { WatchedRun } from '../scene/watched-run.js';
import type { Connection, Link } from './link.js';
import { pause } from './poll.js';

/** After a failure that is not the connection's, in milliseconds. */
const AGAIN_MS = 2_000;

/** Takes all that happens in a run until it has ended, over lost connections; of one that has ended reads its story. */
export async function followRun(
  link: Link,
  watched: WatchedRun,
  { changed, left }: { readonly changed: () => void; readonly left: AbortSignal },
): Promise<void> {
  while (!left.aborted) {
    const connection = await link.get();
    if (left.aborted) return;
    try {
      watched.trouble = null;
      if (await isFollowed(connection, watched, changed, left)) return;
    } catch (error) {
      if (left.aborted) return;
      if (connection.lost.aborted) continue;
      watched.trouble = messageOf(error);
      changed();
      if (isLonghaulError(error) && FINAL.has(error.code)) return;
      await pause(AGAIN_MS, left);
    }
  }
}

/** Asking again would not help. */
const FINAL: ReadonlySet<string> = new Set([
  'RUN_NOT_FOUND',
  'RUN_NOT_RECORDED',
  'RECORD_DAMAGED',
  'RUN_TERMINATED',
  'WORKFLOW_TASK_FAILING',
]);

/** Whether there is nothing more to come. */
async function isFollowed(
  { client, lost }: Connection,
  watched: WatchedRun,
  changed: () => void,
  left: AbortSignal,
): Promise<boolean> {
  const handle = client.attach(watched.run);
  if (await goesOn(handle)) {
    for await (const event of handle.events(watched.events, AbortSignal.any([lost, left]))) {
      if (left.aborted) return true;
      watched.take(event);
      changed();
    }
    if (lost.aborted || left.aborted || watched.state.endedAt === null) return left.aborted;
    watched.result = await handle.result();
  } else {
    const story = await readStory(client, watched.run);
    if (left.aborted) return true;
    watched.takeStory(story);
  }
  changed();
  return true;
}
