import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import type { LegRequest } from '../../src/workflows/ports.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../support/agent-bench.js';
import { countingTool } from '../support/counting-tool.js';

let bench: AgentBench;
beforeEach(async () => {
  bench = await openAgentBench();
});
afterEach(() => bench.close());

const entries = () => bench.log.entriesOf(REF) as TranscriptEntry[];
const failed = (code: string) => ({ kind: 'done', outcome: { status: 'failed', code, seen: 'null' } });

describe('an agent that may take so many turns', () => {
  const twoTools = '<<tool:Look {}>><<tool:Look {}>><<echo:done>>';

  it.each([
    [1, failed('MAX_TURNS')],
    [2, failed('MAX_TURNS')],
    [3, { outcome: { status: 'ok', value: 'done' } }],
  ])('%i', async (maxTurns, ending) => {
    const ended = await bench.run(legRequest(twoTools, { options: { maxTurns } }));
    expect(ended).toMatchObject(ending);
    expect(bench.server.stats().requests).toBe(maxTurns);
  });
});

describe('an agent that may take so long', () => {
  const timed = (prompt: string, timeoutMs: number, changes: Partial<LegRequest> = {}) =>
    legRequest(prompt, { options: { timeoutMs }, ...changes });

  it('ends with a request in flight', async () => {
    const ended = await bench.run(timed('<<hang*1>>', 50));
    expect(ended).toMatchObject({ ...failed('TIMED_OUT'), spent: { requests: 1 } });
  });

  it('ends with a tool in flight', async () => {
    const tool = countingTool('Change', { readOnly: false, ms: 60_000 });
    expect(await bench.run(timed('<<tool:Change {}>>', 200), { tools: [tool] })).toMatchObject(failed('TIMED_OUT'));
  });

  it('ends between two requests', async () => {
    const retry = { attempts: 4, backoffMs: 50_000, maxBackoffMs: 50_000, longestWaitMs: 60_000 };
    expect(await bench.run(timed('<<status:500>>', 100, { retry }))).toMatchObject(failed('TIMED_OUT'));
  });

  it('is measured from its first leg on', async () => {
    const prompt = '<<status:429*1>><<retry-after:120>><<echo:later>>';
    const first = await bench.run(timed(prompt, 60_000), { now: 1_000 });
    expect(first).toMatchObject({ why: { reason: 'rate-limit', until: 61_000 } });
    expect(await bench.run(timed(prompt, 60_000, { leg: 2 }), { now: 61_000 })).toMatchObject(failed('TIMED_OUT'));
    expect(bench.server.stats().requests).toBe(1);
  });

  it('an answer that is there counts, however late it is read', async () => {
    await bench.run(timed('<<echo:answer>>', 60_000), { now: 1_000 });
    const again = await bench.run(timed('<<echo:answer>>', 60_000), { attempt: 2, now: 90_000 });
    expect(again).toMatchObject({ outcome: { status: 'ok', value: 'answer' } });
  });
});

describe('a transcript found under the number of the agent', () => {
  it.each<[string, Partial<LegRequest>, boolean]>([
    ['the same request', {}, true],
    ['more patience', { options: { timeoutMs: 1e6, stallMs: 9_000, maxTurns: 9 } }, true],
    ['another prompt', { prompt: 'other' }, false],
    ['another schema', { options: { schema: { type: 'object' } } }, false],
    ['another model', { model: { provider: 'anthropic', id: 'other', maxTokens: 1 } }, false],
    ['other tools', { options: { disallowedTools: ['Bash'] } }, false],
  ])('%s', async (_, changes, same) => {
    const request = legRequest('<<echo:mine>>');
    await bench.run(request);
    const later = await bench.run({ ...request, ...changes }, { attempt: 2 });
    expect(later).toMatchObject(same ? { outcome: { value: 'mine' } } : failed('TRANSCRIPT_MISMATCH'));
    expect(bench.server.stats().requests).toBe(1);
    expect(entries().map(({ kind }) => kind)).toEqual(same ? ['reply', 'claim'] : ['reply']);
  });
});

describe('a reply that is cut off inside a tool call', () => {
  const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  const cut = (id: string) => {
    const content = [
      { type: 'tool_use', id: `${id}-whole`, name: 'Change', input: {} },
      { type: 'tool_use', id: `${id}-cut`, name: 'Change', input: {} },
    ];
    return { kind: 'reply', reply: { content, stopReason: 'max_tokens', usage, unreadable: {} }, requests: 1 };
  };
  const served = (id: string) => ({
    kind: 'results',
    results: ['whole', 'cut'].map((part) => ({ type: 'tool_result', tool_use_id: `${id}-${part}`, content: 'x' })),
  });

  it('goes on, and is told so; the call is not run', async () => {
    const tool = countingTool('Change', { readOnly: false });
    entries().push(cut('a') as never);
    const ended = await bench.run(legRequest('<<tool:x {}>><<tool:x {}>><<echo:on>>'), { attempt: 2, tools: [tool] });
    expect(ended).toMatchObject({ outcome: { status: 'ok', value: 'on' } });
    expect(JSON.stringify(entries())).toContain('limit of output tokens inside this call');
  });

  it('ends the agent when it is the fourth in a row', async () => {
    const before = ['a', 'b', 'c'].flatMap((id) => [cut(id), served(id)]);
    entries().push(...(before as never[]), cut('d') as never);
    expect(await bench.run(legRequest('x'), { attempt: 2 })).toMatchObject(failed('MAX_TOKENS'));
    expect(bench.server.stats().requests).toBe(0);
  });
});
