import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AgentBench, legRequest, openAgentBench } from '../support/agent-bench.js';

let bench: AgentBench;
let calls = 0;
const request = (prompt: string, changes = {}) => legRequest(prompt, { call: (calls += 1), ...changes });
/** Outcome of a fresh agent, and the requests it took. */
const run = async (prompt: string, changes = {}) => {
  const before = bench.server.stats().requests;
  const result = await bench.run(request(prompt, changes));
  return { result, requests: bench.server.stats().requests - before };
};

beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

describe('an agent without a schema', () => {
  it.each([
    ['plain text', 'Say hi. <<echo:hi>>', 'hi', 1],
    ['spaces are kept', '<<echo:  two  >>', '  two  ', 1],
    ['an empty answer is asked for once more', '<<echo:>>', '', 2],
    ['text in any script', '日本語 ✓ <<echo:héllo 😀 日本>>', 'héllo 😀 日本', 1],
    ['the last of several blocks', '<<blocks:first|second|third>>', 'third', 1],
    ['no directive', 'no directive', 'RESULT', 1],
    ['an empty prompt', '', 'RESULT', 1],
    ['many deltas', '<<big:200000>>', 'x'.repeat(200_000), 1],
    ['a stop sequence ends well', '<<stop:stop_sequence>><<echo:fine>>', 'fine', 1],
  ])('gives its final text: %s', async (_, prompt, value, requests) => {
    const ended = await run(prompt);
    expect(ended.result).toMatchObject({ kind: 'done', outcome: { status: 'ok', value } });
    expect(ended.requests).toBe(requests);
  });
});
