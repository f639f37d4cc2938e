import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ok, type Tool } from '../../src/agent/tools/tool.js';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../support/agent-bench.js';
import { countingTool } from '../support/counting-tool.js';

let bench: AgentBench;
beforeEach(async () => {
  bench = await openAgentBench();
});
afterEach(() => bench.close());

const entries = () => bench.log.entriesOf(REF) as TranscriptEntry[];
const kinds = () => entries().map((entry) => entry.kind);
const claim = (attempt: number, leg = 1) => ({ kind: 'claim', leg, attempt });
const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
const reply = (content: readonly object[], stopReason = 'end_turn') => ({
  kind: 'reply',
  reply: { content, stopReason, usage, unreadable: {} },
  requests: 1,
});
const text = (said: string) => reply([{ type: 'text', text: said }]);
const toolUse = (name: string) => reply([{ type: 'tool_use', id: 'toolu_1', name, input: {} }], 'tool_use');

describe('the transcript of an agent', () => {
  it('needs one entry when all goes well', async () => {
    await bench.run(legRequest('<<echo:hi>>'));
    expect(kinds()).toEqual(['reply']);
  });

  it('is claimed by every start but the first (T2)', async () => {
    await bench.run(legRequest('<<echo:hi>>'), { attempt: 2 });
    expect(kinds()).toEqual(['claim', 'reply']);
  });

  it('holds a reply before its tools run (T4)', async () => {
    const tool = countingTool('Look', { readOnly: true });
    const seen: string[][] = [];
    const watching: Tool = { ...tool, run: async () => (seen.push(kinds()), ok('seen')) };
    await bench.run(legRequest('<<tool:Look {}>>'), { tools: [watching] });
    expect(seen).toEqual([['reply']]);
    expect(kinds()).toEqual(['reply', 'results', 'reply']);
  });
});

describe('a leg that takes over', () => {
  it('does not ask again for an answer that is there', async () => {
    entries().push(text('already here') as never);
    expect(await bench.run(legRequest('<<echo:new>>'), { attempt: 2 })).toMatchObject({
      outcome: { status: 'ok', value: 'already here' },
    });
    expect(bench.server.stats().requests).toBe(0);
  });

  it('runs a read-only tool again (G5)', async () => {
    const look = countingTool('Look', { readOnly: true });
    entries().push(toolUse('Look') as never);
    expect(await bench.run(legRequest('<<tool:Look {}>>'), { attempt: 2, tools: [look] })).toMatchObject({
      outcome: { value: 'run 1' },
    });
    expect(kinds()).toEqual(['reply', 'claim', 'results', 'reply']);
  });

  it('does not run another tool again, and says that its outcome is unknown (G5)', async () => {
    const write = countingTool('Change', { readOnly: false });
    entries().push(toolUse('Change') as never);
    expect(await bench.run(legRequest('<<tool:Change {}>>'), { attempt: 2, tools: [write] })).toMatchObject({
      outcome: { value: expect.stringContaining('outcome unknown') },
    });
    expect(write.runs).toBe(0);
  });

  it('counts what its predecessors used', async () => {
    entries().push(toolUse('Nothing') as never, { kind: 'yield', reason: 'paused', requests: 2 });
    const result = await bench.run(legRequest('<<tool:Nothing {}>>', { leg: 2 }));
    expect(result.spent).toMatchObject({ usage: { input: 101, output: 51 }, turns: 2, requests: 4, toolCalls: 1 });
  });
});

describe('two legs that both believe to be alive', () => {
  it('the first one stops at its next append (T1)', async () => {
    const zombie = bench.run(legRequest('<<delay:200>><<echo:late>>'));
    while (bench.server.stats().inFlight === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const successor = bench.run(legRequest('<<delay:200>><<echo:late>>'), { attempt: 2 });
    await expect(zombie).rejects.toMatchObject({ name: 'LegSuperseded' });
    expect(await successor).toMatchObject({ outcome: { value: 'late' } });
    expect(kinds()).toEqual(['claim', 'reply']);
  });

  it.each([
    [1, 2],
    [2, 1],
  ])('one that wakes up before it has read anything stops too (T3)', async (leg, attempt) => {
    entries().push(claim(attempt, leg) as never);
    await expect(bench.run(legRequest('x'))).rejects.toMatchObject({ name: 'LegSuperseded' });
    expect(bench.server.stats().requests).toBe(0);
    expect(kinds()).toEqual(['claim']);
  });

  it('an entry that the first one still wrote is part of what the second inherits', async () => {
    const { log } = bench;
    const append = log.append;
    let slipped = false;
    log.append = async (ref, at, entry) => {
      if (!slipped) {
        slipped = true;
        await append(ref, at, text('just in time'));
      }
      return append(ref, at, entry);
    };
    expect(await bench.run(legRequest('x'), { attempt: 2 })).toMatchObject({ outcome: { value: 'just in time' } });
    expect(kinds()).toEqual(['reply', 'claim']);
  });
});

describe('an agent that kills its workers', () => {
  it('is given up after three deaths without a reply (G6)', async () => {
    entries().push(claim(2) as never, claim(3) as never);
    expect(await bench.run(legRequest('x'), { attempt: 4 })).toMatchObject({
      outcome: { status: 'failed', code: 'AGENT_POISONED', seen: 'null' },
    });
    expect(bench.server.stats().requests).toBe(0);
  });

  it('a reply in between shows that it gets on', async () => {
    entries().push(claim(2) as never, claim(3) as never, toolUse('Nothing') as never);
    expect(await bench.run(legRequest('<<tool:Nothing {}>>'), { attempt: 4 })).toMatchObject({
      outcome: { status: 'ok' },
    });
  });

  it('legs that yielded are no deaths', async () => {
    entries().push(...([claim(1, 2), claim(1, 3), claim(1, 4)] as never[]));
    expect(await bench.run(legRequest('<<echo:on>>', { leg: 5 }))).toMatchObject({ outcome: { value: 'on' } });
  });
});
