import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Permissions, Verdict } from '../../src/agent/permissions/permissions.js';
import { createAskUserQuestionTool } from '../../src/agent/tools/ask-user-question.js';
import { ok, type Tool } from '../../src/agent/tools/tool.js';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import type { LegResult } from '../../src/workflows/ports.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../support/agent-bench.js';
import { countingTool } from '../support/counting-tool.js';

let bench: AgentBench;
beforeEach(async () => {
  bench = await openAgentBench();
});
afterEach(() => bench.close());

const entries = () => bench.log.entriesOf(REF) as TranscriptEntry[];
const kinds = () => entries().map(({ kind }) => kind);
const results = () => entries().flatMap((entry) => (entry.kind === 'results' ? entry.results : []));
const told = () => results().map(({ content }) => content);

/** An inherited reply that calls tools: name and `n` of each. */
function replyOf(...calls: readonly (readonly [string, number])[]): TranscriptEntry {
  const content = calls.map(([name, n], i) => ({ type: 'tool_use', id: `t${i}`, name, input: { n } }));
  const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  const reply = { content, stopReason: 'tool_use', usage, unreadable: {} };
  return { kind: 'reply', reply, requests: 1 } as unknown as TranscriptEntry;
}

/** Judges by the tool's name; counts its judgements. */
function judging(verdicts: Readonly<Record<string, Verdict['kind']>>): Permissions & { readonly judged: string[] } {
  const judged: string[] = [];
  return {
    judged,
    offers: () => true,
    hidden: () => false,
    ignored: [],
    judge: async (tool) => {
      judged.push(tool);
      const kind = verdicts[tool] ?? 'run';
      return kind === 'run' ? { kind } : { kind, reason: `a rule about ${tool}` };
    },
  };
}

function asksOf(result: LegResult) {
  return result.kind === 'yielded' && result.why.reason === 'permission' ? result.why.asks : [];
}

describe('what comes of the calls of one reply', () => {
  const mixed = '<<tool:Look {"n":1}>><<tool:Change {"n":2}>><<tool:Look {"n":3}>><<tool:Change {"n":4}>><<parallel>>';

  it('is recorded with one append when there is one call, or none has effects', async () => {
    const tools = [countingTool('Look', { readOnly: true }), countingTool('Change', { readOnly: false })];
    await bench.run(legRequest('<<tool:Change {}>>'), { tools });
    expect(kinds()).toEqual(['reply', 'results', 'reply']);
    await bench.run(legRequest('<<tool:Look {}>><<tool:Look {}>><<parallel>>', { call: 2 }), { tools });
    expect(bench.log.entriesOf({ ...REF, call: 2 })).toHaveLength(3);
  });

  it('is recorded before the next call begins when it had effects (U2)', async () => {
    const recorded: number[] = [];
    const onRun = () => recorded.push(results().length);
    const tools = [countingTool('Look', { readOnly: true }), countingTool('Change', { readOnly: false, onRun })];
    await bench.run(legRequest(mixed), { tools });
    expect(recorded).toEqual([0, 2]);
    expect(kinds()).toEqual(['reply', 'results', 'results', 'reply']);
  });

  it('reaches the model as one message, in the order of the calls, without what was seen of files', async () => {
    const saw = [{ path: '/a', digest: 'd' }];
    const change: Tool = { ...countingTool('Change', { readOnly: false }), run: async () => ok('changed', saw) };
    const tools = [change, countingTool('Look', { readOnly: true })];
    expect(await bench.run(legRequest(mixed), { tools })).toMatchObject({
      outcome: { status: 'ok', value: 'changed' },
    });
    expect(entries()[1]).toMatchObject({ kind: 'results', saw });
    expect(JSON.stringify(results())).not.toContain('digest');
  });

  it('lets a later leg know the files that were seen', async () => {
    const digests: (string | null)[] = [];
    const look: Tool = {
      ...countingTool('Look', { readOnly: true }),
      run: async (_, { seen }) => (digests.push(seen.digestOf('/a')), ok('looked')),
    };
    const saw = [{ path: '/a', digest: 'd1' }];
    entries().push(replyOf(['Gone', 1]), {
      kind: 'results',
      results: [{ type: 'tool_result', tool_use_id: 't0', content: 'x' }],
      saw,
    });
    await bench.run(legRequest('<<tool:x {}>><<tool:Look {}>>'), { attempt: 2, tools: [look] });
    expect(digests).toEqual(['d1']);
  });

  it('calls with effects run one after the other, others side by side (U1)', async () => {
    const order: string[] = [];
    const change = countingTool('Change', { readOnly: false, ms: 20, onRun: (n) => order.push(`change ${n}`) });
    const look = countingTool('Look', { readOnly: true, ms: 20, onRun: (n) => order.push(`look ${n}`) });
    await bench.run(legRequest(mixed), { tools: [change, look] });
    expect(order).toEqual(['look 1', 'change 2', 'look 3', 'change 4']);
  });
});

describe('calls that an earlier leg may have begun (G5)', () => {
  it('only the first with effects is unknown: those behind it have not begun, and do not run unasked', async () => {
    const change = countingTool('Change', { readOnly: false });
    const look = countingTool('Look', { readOnly: true });
    entries().push(replyOf(['Change', 1], ['Look', 2], ['Change', 3]));
    await bench.run(legRequest('<<tool:x {}>><<tool:x {}>><<tool:x {}>>'), { attempt: 2, tools: [change, look] });
    expect(told()).toEqual([expect.stringContaining('outcome unknown'), 'run 1', expect.stringContaining('Not run')]);
    expect(change.runs).toBe(0);
  });

  it('what the unknown one may have left is cleared up, and of no other', async () => {
    const cleared: unknown[] = [];
    const change = {
      ...countingTool('Change', { readOnly: false }),
      clearUp: async (input: unknown) => void cleared.push(input),
    };
    entries().push(replyOf(['Change', 1], ['Change', 2]));
    await bench.run(legRequest('<<tool:x {}>><<tool:x {}>>'), { attempt: 2, tools: [change] });
    await bench.run(legRequest('<<tool:Change {}>>', { call: 2 }), { tools: [change] });
    expect(cleared).toEqual([{ n: 1 }]);
  });

  it('what has been recorded stands', async () => {
    const change = countingTool('Change', { readOnly: false });
    entries().push(replyOf(['Change', 1], ['Change', 2]), {
      kind: 'results',
      results: [{ type: 'tool_result', tool_use_id: 't0', content: 'done' }],
    });
    await bench.run(legRequest('<<tool:x {}>><<tool:x {}>>'), { attempt: 2, tools: [change] });
    expect(told()).toEqual(['done', expect.stringContaining('outcome unknown')]);
  });

  it('a call that is dropped at the end of the grace is unknown to the next leg', async () => {
    const asked = new AbortController();
    const change = countingTool('Change', { readOnly: false, ms: 60_000, onRun: () => asked.abort() });
    const first = await bench.run(legRequest('<<tool:Change {}>>'), {
      tools: [change],
      asked: asked.signal,
      graceMs: 20,
    });
    expect(first).toMatchObject({ kind: 'yielded', why: { reason: 'paused' } });
    const second = await bench.run(legRequest('<<tool:Change {}>>', { leg: 2 }), { tools: [change] });
    expect(second).toMatchObject({ outcome: { value: expect.stringContaining('outcome unknown') } });
    expect(change.runs).toBe(1);
  });
});

describe('permissions', () => {
  const prompt = '<<tool:Change {"n":1}>><<tool:Risky {"n":2}>><<tool:Look {"n":3}>><<parallel>>';
  const tools = () => ({
    change: countingTool('Change', { readOnly: false }),
    risky: countingTool('Risky', { readOnly: false }),
    look: countingTool('Look', { readOnly: true }),
  });

  it('a denied call is an error for that call alone', async () => {
    const { change, risky, look } = tools();
    const permissions = judging({ Risky: 'deny' });
    const ended = await bench.run(legRequest(prompt), { tools: [change, risky, look], permissions });
    expect(ended).toMatchObject({ kind: 'done', outcome: { status: 'ok' } });
    expect(results()).toMatchObject([{ content: 'run 1' }, { is_error: true }, { content: 'run 1' }]);
    expect(told()[1]).toContain('a rule about Risky');
    expect(risky.runs).toBe(0);
    expect(permissions.judged).toEqual(['Change', 'Risky', 'Look', 'Look']);
  });

  it('a call nobody can be asked for is denied', async () => {
    const { change, risky, look } = tools();
    await bench.run(legRequest(prompt), { tools: [change, risky, look], permissions: judging({ Risky: 'ask' }) });
    expect(risky.runs).toBe(0);
    expect(told()[1]).toContain('nobody can be asked');
  });

  it('a call is judged again when one with effects has run before it (U4)', async () => {
    const verdicts: Record<string, Verdict['kind']> = {};
    const change = countingTool('Change', { readOnly: false, onRun: () => (verdicts.Look = 'deny') });
    const look = countingTool('Look', { readOnly: true });
    const prompt = '<<tool:Look {"n":1}>><<tool:Change {"n":2}>><<tool:Look {"n":3}>><<parallel>>';
    await bench.run(legRequest(prompt), { tools: [change, look], permissions: judging(verdicts) });
    expect(look.runs).toBe(1);
    expect(told()[2]).toContain('a rule about Look');
  });

  it('calls that do not fit are not judged', async () => {
    const { change } = tools();
    const permissions = judging({});
    await bench.run(legRequest('<<tool:Change {"m":1}>><<tool:Nothing {}>>'), { tools: [change], permissions });
    expect(permissions.judged).toEqual([]);
  });

  describe('that a person has to give', () => {
    const request = (changes: Parameters<typeof legRequest>[1] = {}) =>
      legRequest(prompt, { onAsk: 'wait', ...changes });

    /** The first leg: everything but the risky call is done. */
    async function asked() {
      const { change, risky, look } = tools();
      const how = { tools: [change, risky, look], permissions: judging({ Risky: 'ask' }) };
      const first = await bench.run(request(), how);
      const asks = asksOf(first);
      return { change, risky, look, how, asks, ask: asks[0]?.id ?? '' };
    }

    it('give up the slot when all else of the turn is done', async () => {
      const { change, risky, look, asks } = await asked();
      expect(asks).toEqual([
        {
          id: expect.any(String),
          tool: 'Risky',
          summary: '{"n":2}',
          detail: '{\n  "n": 2\n}',
          reason: 'a rule about Risky',
        },
      ]);
      expect([change.runs, risky.runs, look.runs]).toEqual([1, 0, 1]);
      expect(kinds()).toEqual(['reply', 'asked', 'results', 'results']);
    });

    it('approved: the call runs once, unjudged, and nothing else again', async () => {
      const { change, risky, look, how, ask } = await asked();
      how.permissions.judged.length = 0;
      const second = await bench.run(request({ leg: 2, decisions: [{ ask, kind: 'approved' }] }), how);
      expect(second).toMatchObject({ kind: 'done', outcome: { status: 'ok' } });
      expect([change.runs, risky.runs, look.runs]).toEqual([1, 1, 1]);
      expect(how.permissions.judged).toEqual([]);
      expect(bench.server.stats().requests).toBe(2);
    });

    it('denied: the model is told what the person said', async () => {
      const { risky, how, ask } = await asked();
      const decisions = [{ ask, kind: 'denied', message: 'not on a Friday' }] as const;
      await bench.run(request({ leg: 2, decisions }), how);
      expect(risky.runs).toBe(0);
      expect(told()).toContainEqual(expect.stringContaining('not on a Friday'));
    });

    it('a leg without a decision asks for the same, and records nothing new', async () => {
      const { how, asks } = await asked();
      const second = await bench.run(request({ leg: 2 }), how);
      expect(asksOf(second)).toEqual(asks);
      expect(kinds()).toEqual(['reply', 'asked', 'results', 'results', 'claim']);
    });

    it('approved and begun before a kill: the outcome is unknown, and nobody is asked again', async () => {
      const { risky, how, ask } = await asked();
      entries().push({ kind: 'claim', leg: 2, attempt: 1 }, { kind: 'begun', call: ask });
      const decisions = [{ ask, kind: 'approved' }] as const;
      await bench.run(request({ leg: 2, decisions }), { ...how, attempt: 2 });
      expect(risky.runs).toBe(0);
      expect(told()).toContainEqual(expect.stringContaining('outcome unknown'));
    });

    it('approved and not begun before a kill: the call runs', async () => {
      const { risky, how, ask } = await asked();
      entries().push({ kind: 'claim', leg: 2, attempt: 1 });
      const decisions = [{ ask, kind: 'approved' }] as const;
      await bench.run(request({ leg: 2, decisions }), { ...how, attempt: 2 });
      expect(risky.runs).toBe(1);
    });
  });
});

describe('questions to a person', () => {
  const questions = [question('Which colour?', ['red', 'blue']), question('How many?', ['one', 'two'])];
  const prompt = `<<tool:AskUserQuestion ${JSON.stringify({ questions })}>>`;
  const how = { tools: [createAskUserQuestionTool()] };
  const request = (changes: Parameters<typeof legRequest>[1] = {}) => legRequest(prompt, { onAsk: 'wait', ...changes });

  it('wait for answers, and the model is told them in order', async () => {
    const [ask] = asksOf(await bench.run(request(), how));
    expect(ask).toMatchObject({ tool: 'AskUserQuestion', summary: 'Which colour? How many?', questions });
    const decisions = [{ ask: ask?.id ?? '', kind: 'answered', answers: ['blue', 'forty, "more"'] }] as const;
    expect(await bench.run(request({ leg: 2, decisions }), how)).toMatchObject({ kind: 'done' });
    expect(told()).toEqual([expect.stringContaining('"Which colour?"="blue", "How many?"="forty, "more""')]);
  });

  it('that nobody answers are told as such, and the agent goes on', async () => {
    const [ask] = asksOf(await bench.run(request(), how));
    const decisions = [{ ask: ask?.id ?? '', kind: 'denied', message: 'Decide yourself.' }] as const;
    expect(await bench.run(request({ leg: 2, decisions }), how)).toMatchObject({ kind: 'done' });
    expect(told()).toEqual(['Nobody answered the questions. Decide yourself.']);
  });

  it('are not put to anybody whom a rule keeps from them', async () => {
    await bench.run(request(), { ...how, permissions: judging({ AskUserQuestion: 'deny' }) });
    expect(told()).toEqual([expect.stringContaining('a rule about AskUserQuestion')]);
  });

  it.each([
    { questions: [] },
    { questions: [question('One choice?', ['red'])] },
    { questions: Array.from({ length: 5 }, () => question('Too many?', ['red', 'blue'])) },
    { questions: [{ ...question('Surplus?', ['red', 'blue']), extra: 1 }] },
  ])('are refused when they do not fit: %j', (input) => {
    expect(createAskUserQuestionTool().accept(input).fits).toBe(false);
  });

  function question(text: string, labels: readonly string[]) {
    const options = labels.map((label) => ({ label, description: `It is ${label}.` }));
    return { question: text, header: 'Taste', options, multiSelect: false };
  }
});

it('a call that waits is shown in one line of at most 200 characters, with both its ends', async () => {
  const risky = countingTool('Risky', { readOnly: false });
  const loose: Tool = { ...risky, accept: (input) => ({ fits: true, input }) };
  const input = JSON.stringify({ text: `begin ${'x\\n'.repeat(500)} the end` });
  const first = await bench.run(legRequest(`<<tool:Risky ${input}>>`, { onAsk: 'wait' }), {
    tools: [loose],
    permissions: judging({ Risky: 'ask' }),
  });
  const summary = asksOf(first)[0]?.summary ?? '';
  expect(summary.length).toBeLessThanOrEqual(200);
  expect(summary).toMatch(/^\{"text":"begin .*the end"\} \(\d+ characters\)$/);
});
