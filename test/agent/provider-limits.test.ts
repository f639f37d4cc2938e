import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { behindCircuits } from '../../src/agent/model/limits/circuit.js';
import type { ModelClient } from '../../src/agent/model/model-client.js';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { type AgentBench, clientAt, legRequest, openAgentBench, QUICK_RETRY, REF } from '../support/agent-bench.js';
import { countingTool } from '../support/counting-tool.js';
import { until } from '../support/until.js';

/** Where the clock of the bench stands. */
const NOW = 1_000_000;

let bench: AgentBench;
let model: ModelClient;
beforeEach(async () => {
  bench = await openAgentBench();
  model = behindCircuits(clientAt(bench.server.url), { now: () => NOW });
});
afterEach(() => bench.close());

let calls = 0;
const leg = (
  prompt: string,
  changes: Parameters<typeof legRequest>[1] = {},
  how: Parameters<AgentBench['run']>[1] = {},
) => {
  calls += 1;
  return bench.run(legRequest(prompt, { call: calls, ...changes }), { model, now: NOW, ...how });
};
const yielded = (afterMs: number) => ({ kind: 'yielded', why: { reason: 'rate-limit', until: NOW + afterMs } });
const ok = (value: string) => ({ kind: 'done', outcome: { status: 'ok', value } });

describe('an agent whose provider limits it', () => {
  it.each([429, 529])('again and again (%i) loses nothing: its leg yields', async (status) => {
    const ended = await leg(`<<status:${status}>> for ever`);
    expect(ended).toMatchObject({ ...yielded(QUICK_RETRY.maxBackoffMs), spent: { requests: 4, turns: 0 } });
  });

  it.each([429, 529])('for a short time (%i) goes on in the same leg', async (status) => {
    expect(await leg(`<<status:${status}*3>><<echo:on>>`)).toMatchObject(ok('on'));
  });

  it('does not use up the tries that other failures have', async () => {
    const prompt = '<<status:429*3>><<drop*3>><<echo:on>>';
    expect(await leg(prompt)).toMatchObject({ ...ok('on'), spent: { requests: 7 } });
  });

  it('for long yields until then', async () => {
    const prompt = '<<status:429*1>><<retry-after:61>>';
    expect(await leg(prompt)).toMatchObject({ ...yielded(61_000), spent: { requests: 1 } });
  });
});

describe('an agent whose provider cannot be reached', () => {
  it('loses nothing: its leg yields', async () => {
    const nobody = clientAt('http://127.0.0.1:1');
    const ended = await leg('<<echo:later>>', {}, { model: nobody });
    expect(ended).toMatchObject({
      kind: 'yielded',
      why: {
        reason: 'rate-limit',
        until: NOW + QUICK_RETRY.maxBackoffMs,
        message: expect.stringContaining('ECONNREFUSED'),
      },
      spent: { requests: QUICK_RETRY.attempts },
    });
  });
});

describe('when the provider wants to be left alone', () => {
  it('for long, other agents yield without a request, those of other models do not', async () => {
    await leg('<<status:429>><<retry-after:61>>');
    expect(await leg('<<echo:mine>>')).toMatchObject({ ...yielded(61_000), spent: { requests: 0 } });
    expect(bench.server.stats().requests).toBe(1);
    const entries = bench.log.entriesOf({ ...REF, call: calls }) as TranscriptEntry[];
    expect(entries).toMatchObject([{ kind: 'yield', reason: 'rate-limit', requests: 0 }]);
    const other = { provider: 'anthropic', id: 'other', maxTokens: 100 } as const;
    expect(await leg('<<echo:other>>', { model: other })).toMatchObject(ok('other'));
  });

  it('for a while, other agents wait in their legs, and obey who asks them to stop', async () => {
    const asked = new AbortController();
    const how = { asked: asked.signal, reason: 'shutdown' } as const;
    const first = leg('<<status:429>><<retry-after:20>>', {}, how);
    await until('the first one waits', () => bench.events.some(({ kind }) => kind === 'retrying'));
    const second = leg('<<echo:on>>', {}, how);
    setTimeout(() => asked.abort(), 50);
    const stopped = { kind: 'yielded', why: { reason: 'shutdown' } };
    expect(await first).toMatchObject({ ...stopped, spent: { requests: 1 } });
    expect(await second).toMatchObject({ ...stopped, spent: { requests: 0 } });
  });

  it('for a moment, one of them asks first and then all are served', async () => {
    bench.server.limit([{ ms: 300 }, { ms: 300 }]);
    const prompts = Array.from({ length: 8 }, (_, i) => `<<delay:30>><<echo:${i}>>`);
    const clocked = { model: behindCircuits(clientAt(bench.server.url)), now: Date.now() };
    const first = leg(prompts[0] ?? '', {}, clocked);
    await until('the first one is limited', () => bench.server.stats().refused[0] === 1);
    const ended = await Promise.all([first, ...prompts.slice(1).map((prompt) => leg(prompt, {}, clocked))]);
    ended.forEach((end, i) => expect(end).toMatchObject(ok(`${i}`)));
    expect(bench.server.stats().refused[1]).toBeLessThanOrEqual(1);
  });
});

describe('a leg that tries for its run', () => {
  const probe = true as const;

  it('yields when it has its first reply', async () => {
    const tool = countingTool('Look', { readOnly: true });
    const changes = { probe, call: 500 };
    const first = await leg('<<tool:Look {}>><<echo:on>>', changes, { tools: [tool] });
    expect(first).toMatchObject({ kind: 'yielded', why: { reason: 'probed' }, spent: { turns: 1 } });
    const second = await leg('<<tool:Look {}>><<echo:on>>', { ...changes, leg: 2 }, { tools: [tool] });
    expect(second).toMatchObject({ kind: 'done', spent: { turns: 2, requests: 2 } });
    expect(tool.runs).toBe(1);
  });

  it('is done when that was all', async () => {
    expect(await leg('<<echo:all>>', { probe })).toMatchObject(ok('all'));
  });

  it('is limited like any other', async () => {
    expect(await leg('<<status:429>><<retry-after:99>>', { probe })).toMatchObject(yielded(99_000));
  });
});
