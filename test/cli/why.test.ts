import { describe, expect, it } from '@jest/globals';
import { type Standing, type WaitsFor, whyLine, whyOf } from '../../src/cli/why.js';
import type { RunEvent, RunHappening } from '../../src/workflows/events.js';
import type { PermissionAsk } from '../../src/workflows/ports.js';
import { resultOf, type RunEnding } from '../../src/workflows/run-result.js';
import { emptyState, reduce } from '../../src/workflows/state.js';

const RUN = 'lh-audit-01kahxq3v8e4j5n6p7q8r9s0tw';
/** Enough of the id to name the run by. */
const ID = 'lh-audit-01kahxq3v8';
const SECOND = 1_000;
/** When it is asked why, in milliseconds since the run began. */
const NOW = 600 * SECOND;

const STARTED: RunHappening = { type: 'started', name: 'audit', description: 'looks around', phases: [] };
const ASK: PermissionAsk = { id: 'a', tool: 'Bash', summary: 'rm -rf build', reason: 'no rule allows it' };
const QUESTION = { question: 'Which?', header: 'Which', options: [], multiSelect: false };

const queued = (call: number, label = `agent-${call}`): RunHappening => ({
  type: 'queued',
  call,
  label,
  phase: null,
  scope: [],
  model: 'm',
});
const running = (call: number): RunHappening => ({ type: 'running', call, leg: 1 });
const asking = (call: number, ask: PermissionAsk = ASK): RunHappening => ({
  type: 'waiting',
  call,
  wait: { for: 'permission', asks: [ask] },
  spent: null,
});
const waiting = (call: number, wait: Extract<RunHappening, { type: 'waiting' }>['wait']): RunHappening => ({
  type: 'waiting',
  call,
  wait,
  spent: null,
});
const held = (call: number): RunHappening =>
  waiting(call, { for: 'failure', code: 'REFUSED', message: 'the model refused' });
const keyless = (call: number): RunHappening =>
  waiting(call, { for: 'no-provider', until: NOW + 60 * SECOND, message: 'no key' });
const ok = (call: number): RunHappening => ({ type: 'settled', call, ending: { status: 'ok' }, spent: null });
const lost = (call: number): RunHappening => ({
  type: 'settled',
  call,
  ending: { status: 'failed', code: 'API_ERROR', message: 'no' },
  spent: null,
});
const LIMITED: RunHappening = { type: 'limited', until: NOW + 300 * SECOND, message: 'usage limit\u001b[2J' };

/** A run to which these things happened, a minute apart. */
function standing(happenings: readonly RunHappening[], ending?: RunEnding | 'by force'): Standing {
  const events = [STARTED, ...happenings].map((happening, seq): RunEvent => ({ ...happening, seq, at: seq * 60_000 }));
  const state = events.reduce(reduce, emptyState());
  const base = { run: RUN, state, events, worker: 'answers' } as const;
  if (ending === undefined) return { ...base, goesOn: true, result: null };
  if (ending === 'by force') return { ...base, goesOn: false, result: null };
  const result = resultOf(RUN, ending, state, NOW);
  const status = result.status as 'completed';
  reduce(state, { type: 'ended', status, seq: events.length, at: NOW - 30 * SECOND });
  return { ...base, goesOn: false, result };
}

const RETURNED: RunEnding = { kind: 'returned', value: 1 };
const paused = (more: object = {}): RunHappening => ({ type: 'paused', by: 'ada@lab', ...more });

/** What happened, what it waits for, and the line without the id before it. */
type Case = readonly [what: string, Standing, WaitsFor, line: string];

const CASES: readonly Case[] = [
  [
    'an agent asks for a permission',
    standing([queued(3, 'fix'), running(3), asking(3)]),
    'permission',
    `agent 3 asks: Bash rm -rf build · longhaul approve ${ID} 3`,
  ],
  [
    'several ask while others work',
    standing([queued(1), running(1), queued(2), asking(2), queued(3), asking(3), queued(4), asking(4)]),
    'permission',
    `agent 2 asks: Bash rm -rf build, and 2 more wait for you (longhaul inbox ${ID}) · longhaul approve ${ID} 2`,
  ],
  [
    'an agent has a question',
    standing([queued(1, 'plan'), asking(1, { ...ASK, questions: [QUESTION] })]),
    'answer',
    `agent 1 (plan) has a question · longhaul answer ${ID} 1`,
  ],
  [
    'an agent has failed and is held',
    standing([queued(2, 'fix'), running(2), held(2)]),
    'decision',
    `agent 2 (fix) failed: the model refused · longhaul restart ${ID} 2`,
  ],
  [
    'a cap is reached',
    standing([paused({ by: 'cap', why: `the cap of $5 is reached; to go on: longhaul raise ${RUN} --max-usd MORE` })]),
    'cap',
    `the cap of $5 is reached · longhaul raise ${RUN} --max-usd MORE`,
  ],
  [
    'a person has paused it',
    standing([queued(1), paused()]),
    'resume',
    `it is paused by ada@lab 8m 00s ago · longhaul resume ${ID}`,
  ],
  [
    'it drains',
    standing([queued(1), running(1), paused({ drain: true })]),
    'resume',
    `it is paused by ada@lab 7m 00s ago; agents at work (1) go on to their end · longhaul resume ${ID}`,
  ],
  [
    'it was resumed after a pause',
    standing([queued(1), running(1), paused(), { type: 'resumed', by: 'ada@lab' }]),
    'agents',
    '1 agent at work (agent-1 for 8m 00s)',
  ],
  [
    'the provider limits it',
    standing([queued(1), LIMITED]),
    'provider',
    'the provider limits it, for 5m 00s yet: usage limit',
  ],
  [
    'an agent waits out a limit of the provider',
    standing([queued(1), waiting(1, { for: 'rate-limit', until: NOW + 45 * SECOND, message: '429' })]),
    'provider',
    'the provider limits it, for 45s yet: 429',
  ],
  [
    'its worker has no key',
    standing([queued(1), keyless(1)]),
    'key',
    'its worker cannot ask the model: no key · longhaul doctor',
  ],
  [
    'an agent without a key, and one at work',
    standing([queued(1), keyless(1), queued(2), running(2)]),
    'agents',
    '1 agent at work (agent-2 for 6m 00s)',
  ],
  [
    'no worker answers',
    { ...standing([queued(1), running(1)]), worker: 'silent' },
    'worker',
    'no worker answers for it: none runs, or all are busy · longhaul status',
  ],
  [
    'agents are at work',
    standing([queued(1, 'first'), running(1), queued(2, 'second'), running(2), queued(3)]),
    'agents',
    '2 agents at work, 1 queued (the longest: first for 8m 00s)',
  ],
  ['agents have just been asked for', standing([queued(1), queued(2)]), 'agents', '2 agents about to begin'],
  [
    'nothing but the script goes on',
    standing([queued(1), ok(1)]),
    'script',
    'its script goes on by itself, or waits for a timer',
  ],
  ['it has completed', standing([], RETURNED), 'nothing', `completed 30s ago · longhaul result ${ID}`],
  [
    'it has completed with failures',
    standing([queued(1), lost(1), queued(2), ok(2)], RETURNED),
    'nothing',
    `completed 30s ago, but 1 of 2 agents failed · longhaul resume ${ID}`,
  ],
  [
    'it has failed',
    standing([], { kind: 'faulted', code: 'SCRIPT_THREW', fault: { name: 'Error', message: 'Error: no', stack: [] } }),
    'nothing',
    `failed 30s ago: Error: no · longhaul resume ${ID}`,
  ],
  [
    'a person has stopped it',
    standing([], { kind: 'stopped', by: 'ada@lab' }),
    'nothing',
    `ended 30s ago: stopped by ada@lab · longhaul resume ${ID}`,
  ],
  ['it was ended by force', standing([queued(1)], 'by force'), 'nothing', `ended by force · longhaul resume ${ID}`],
];

describe('what a run waits for, in one line', () => {
  it.each(CASES)('%s', (_what, stands, waitsFor, line) => {
    const why = whyOf(stands, NOW);
    expect(why.waitsFor).toBe(waitsFor);
    expect(whyLine(why)).toBe(`${ID}: ${line}`);
  });
});
