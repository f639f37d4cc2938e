import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../support/agent-bench.js';

let bench: AgentBench;
beforeEach(async () => {
  bench = await openAgentBench();
});
afterEach(() => bench.close());

const entries = () => bench.log.entriesOf(REF) as TranscriptEntry[];
const kinds = () => entries().map(({ kind }) => kind);

/** A turn that was nearly too long for the model's window. */
function fullTurn(): TranscriptEntry[] {
  const content = [{ type: 'tool_use', id: 't1', name: 'Look', input: {} }];
  const usage = { input: 190_000, output: 1, cacheRead: 0, cacheWrite: 0 };
  const reply = { content, stopReason: 'tool_use', usage, unreadable: {} };
  const results = [{ type: 'tool_result', tool_use_id: 't1', content: 'seen' }];
  return [
    { kind: 'reply', reply, requests: 1 },
    { kind: 'results', results },
  ] as unknown as TranscriptEntry[];
}

it('what a summary cost is counted, and no turn', async () => {
  entries().push(...fullTurn());
  const { spent } = await bench.run(legRequest('<<tokens:7>>'), { attempt: 2 });
  expect(kinds()).toEqual(['reply', 'results', 'claim', 'compacted', 'reply']);
  expect(spent).toMatchObject({ usage: { output: 1 + 7 + 7 }, turns: 2, requests: 3 });
});

it('a reply the window has no room for is asked for again in a shorter conversation, once', async () => {
  const ended = await bench.run(legRequest('<<stop:model_context_window_exceeded>><<echo:half an ans>>'));
  expect(ended).toMatchObject({ outcome: { status: 'failed', code: 'CONTEXT_EXCEEDED', seen: 'null' } });
  expect(kinds()).toEqual(['reply', 'compacted', 'reply']);
});
