import { placeOf, readConversation } from '../../client/conversation.js';
import type { LiveAgent } from '../../client/live-agents.js';
import type { LonghaulClient } from '../../client/longhaul-client.js';
import { readArchived } from '../../client/resume/archived-run.js';
import { isLonghaulError } from '../../config/errors.js';
import type { Outcome } from '../../interpreter/outcome.js';
import type { Storage } from '../../storage/storage.js';
import type { ConversationPlace } from '../../workflows/ports.js';
import type { AgentRow } from '../../workflows/state.js';
import type { Look } from '../look.js';

/** One agent of a run: what `show` prints of it. */
export interface AgentView {
  readonly run: string;
  readonly agent: AgentRow;
  /** What it was asked; null where nobody can tell. */
  readonly prompt: string | null;
  /** What it does just now; null unless it is at work and has told. */
  readonly live: LiveAgent | null;
  /** With the value its call gave; null while it has none, and where no record tells it. */
  readonly outcome: Outcome | null;
}

/** Throws what the storage cannot read. */
export async function agentView({ run }: Look, agent: AgentRow, client: LonghaulClient): Promise<AgentView> {
  const storage = await client.storage();
  const place = placeOf(agent, run);
  const { at } = agent.position;
  const [{ prompt }, live, outcome] = await Promise.all([
    readConversation(storage, place),
    at === 'running' ? client.attach(run).live() : [],
    at === 'settled' ? outcomeIn(storage, run, place) : null,
  ]);
  return { run, agent, prompt, live: live.find(({ call }) => call === agent.call) ?? null, outcome };
}

async function outcomeIn(storage: Storage, run: string, { run: of, call }: ConversationPlace): Promise<Outcome | null> {
  try {
    const { lines } = await readArchived(storage, run);
    const line = lines.findLast((each) => each.type === 'result' && (each.run ?? run) === of && each.call === call);
    return line?.type === 'result' ? line.outcome : null;
  } catch (error) {
    if (isLonghaulError(error) && error.code === 'RUN_NOT_RECORDED') return null;
    throw error;
  }
}
