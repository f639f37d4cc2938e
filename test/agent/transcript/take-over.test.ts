import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../../src/agent/transcript/transcript.js';
import type { ConversationPlace, LegResult } from '../../../src/workflows/ports.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../../support/agent-bench.js';

let bench: AgentBench;
beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

const TASK = '<<tool:Glob {"pattern":"*.none"}>><<tool:Glob {"pattern":"*.nil"}>><<echo:found>>';
/** Requests of an agent with this task. */
const TURNS = 3;

let runs = 0;
let old: ConversationPlace;
let heir: { readonly run: string; readonly inherits: ConversationPlace };
beforeEach(() => {
  runs++;
  old = { run: `lh-old-${runs}`, call: 1, restarts: 0 };
  heir = { run: `lh-heir-${runs}`, inherits: old };
});

const entriesOf = (run: string) => bench.log.entriesOf({ ...REF, run }) as TranscriptEntry[];
const requests = () => bench.server.stats().requests;

/** Lets the old agent work, and leaves of its conversation only so many replies. */
async function beginOld(replies: number): Promise<void> {
  await bench.run(legRequest(TASK, old));
  const entries = entriesOf(old.run);
  const end = entries.flatMap(({ kind }, at) => (kind === 'reply' ? [at] : []))[replies] ?? entries.length;
  entries.splice(end);
}

function outcomeOf(result: LegResult): unknown {
  return result.kind === 'done' ? result.outcome : result;
}

describe('an agent that inherits a conversation', () => {
  it('asks for nothing that was answered, and counts only what it asked itself', async () => {
    await beginOld(2);
    const before = requests();
    const result = await bench.run(legRequest(TASK, heir));
    expect(outcomeOf(result)).toEqual({ status: 'ok', value: 'found' });
    expect(requests() - before).toBe(TURNS - 2);
    expect(result.spent).toMatchObject({ turns: 1, requests: 1 });
  });

  it('takes over an answer that was given already', async () => {
    await beginOld(TURNS);
    const before = requests();
    expect(outcomeOf(await bench.run(legRequest(TASK, heir)))).toEqual({ status: 'ok', value: 'found' });
    expect(requests()).toBe(before);
  });

  it('is not stopped by later legs of the other run', async () => {
    await beginOld(1);
    entriesOf(old.run).push({ kind: 'claim', leg: 7, attempt: 2 });
    expect(outcomeOf(await bench.run(legRequest(TASK, heir)))).toEqual({ status: 'ok', value: 'found' });
  });

  it('completes a copy that was begun, though the other conversation has grown since', async () => {
    await beginOld(2);
    const begun = entriesOf(old.run).length;
    await bench.run(legRequest(TASK, heir));
    entriesOf(heir.run).splice(1);
    entriesOf(old.run).push({ kind: 'reminder', text: 'said later' });

    expect(outcomeOf(await bench.run(legRequest(TASK, heir), { attempt: 2 }))).toEqual({
      status: 'ok',
      value: 'found',
    });
    const kinds = entriesOf(heir.run).map(({ kind }) => kind);
    expect(kinds.slice(0, begun)).toEqual(
      entriesOf(old.run)
        .slice(0, begun)
        .map(({ kind }) => kind),
    );
    expect(kinds).not.toContain('reminder');
  });

  it('begins anew where that is what a person wants, and in a worktree of its own', async () => {
    await beginOld(2);
    const before = requests();
    await bench.run(legRequest(TASK, { ...heir, restarts: 1 }));
    expect(requests() - before).toBe(TURNS);
    await bench.run(legRequest(TASK, { ...heir, call: 2, options: { isolation: 'worktree' } }));
    expect(requests() - before).toBe(2 * TURNS);
  });
});
