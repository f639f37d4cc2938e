import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { untold } from '../../../src/cli/look.js';
import { followConversation } from '../../../src/cli/logs/follow-conversation.js';
import { storyOfRecord } from '../../../src/client/story.js';
import type { RunHandle } from '../../../src/client/run-handle.js';
import { RECORD_FORMAT } from '../../../src/storage/archive/run-archive.js';
import type { Storage } from '../../../src/storage/storage.js';
import { createMemoryTranscriptLog } from '../../support/memory-transcript-log.js';
import { RUN, storyOf } from '../../support/report-story.js';

it('a conversation is followed to the end of its agent although only a record told of it when no worker answered', async () => {
  const told = storyOf({
    agents: [
      { label: 'first', from: 1, until: 2 },
      { label: 'second', from: 1, until: 2 },
    ],
  });
  if (!told.spec) throw new Error('there is no spec');
  const record = storyOfRecord({
    format: RECORD_FORMAT,
    spec: told.spec,
    startedAt: 1_000,
    end: null,
    lines: [1, 2].map((call) => ({ type: 'started', key: `${call}`, call, label: `${call}`, restarts: 0 })),
    lost: 0,
  });
  const seen = { ...record, goesOn: true, worker: 'silent' } as const;
  const agent = seen.state.agents.get(2);
  if (!agent) throw new Error('the record does not tell of the agent');
  expect(seen.events.length).toBeGreaterThan(1); // more than nothing, and others than those of the run

  const transcripts = createMemoryTranscriptLog();
  const entry = { kind: 'steered', id: 'a', text: 'go on', by: 'anna', origin: { prompt: 'Look.' } };
  transcripts.entriesOf({ run: RUN, call: 2, restarts: 0 }).push(entry);
  const handle: Partial<RunHandle> = {
    run: RUN,
    async *events(from = 0, signal) {
      yield* told.events.slice(from);
      if (signal && !signal.aborted) await once(signal, 'abort'); // the run goes on without a word
    },
  };
  const followed = { handle: handle as RunHandle, storage: { transcripts } as unknown as Storage, agent, next: 0 };
  const items: unknown[] = [];
  for await (const item of followConversation({ ...followed, ...untold(seen) }, AbortSignal.timeout(5_000)))
    items.push(item);
  expect(items).toEqual([
    { kind: 'prompt', text: 'Look.' },
    { kind: 'told', by: 'anna', text: 'go on' },
  ]);
});
