import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../support/agent-bench.js';
import { countingTool } from '../support/counting-tool.js';

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

describe('a conversation that nears the end of the window', () => {
  it('is shortened before the next request, once, and goes on', async () => {
    const look = countingTool('Look', { readOnly: true });
    entries().push(...fullTurn());
    const ended = await bench.run(legRequest('<<echo:said>>'), { attempt: 2, tools: [look] });
    expect(ended).toMatchObject({ outcome: { status: 'ok', value: 'said' }, spent: { turns: 2, requests: 3 } });
    expect(kinds()).toEqual(['reply', 'results', 'claim', 'compacted', 'reply']);
    expect(look.runs).toBe(0);
  });

  it('counts what the summary cost', async () => {
    entries().push(...fullTurn());
    const { spent } = await bench.run(legRequest('<<tokens:7>>'), { attempt: 2 });
    expect(spent.usage.output).toBe(1 + 7 + 7);
  });

  it('a leg that takes over goes on with what is left of it', async () => {
    entries().push(...fullTurn());
    const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
    entries().push({ kind: 'compacted', summary: 'it was long', kept: 0, usage, requests: 1 });
    await bench.run(legRequest('<<echo:said>>'), { attempt: 2 });
    expect(bench.server.stats().requests).toBe(1);
  });
});

it('a reply the window has no room for is asked for again in a shorter conversation, once', async () => {
  const ended = await bench.run(legRequest('<<stop:model_context_window_exceeded>><<echo:half an ans>>'));
  expect(ended).toMatchObject({ outcome: { status: 'failed', code: 'CONTEXT_EXCEEDED', seen: 'null' } });
  expect(kinds()).toEqual(['reply', 'compacted', 'reply']);
});
