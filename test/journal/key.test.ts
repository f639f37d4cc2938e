import { describe, expect, it } from '@jest/globals';
import type { AgentOptions, Call } from '../../src/interpreter/call.js';
import { Keys, keyOf } from '../../src/journal/key.js';

type AgentCall = Extract<Call, { kind: 'agent' }>;

const agent = (prompt: string, options: AgentOptions = {}, rest: Partial<AgentCall> = {}): AgentCall => ({
  kind: 'agent',
  id: 1,
  scope: [],
  prompt,
  label: prompt,
  phase: null,
  options,
  ...rest,
});

describe('the key of a call', () => {
  it('is the same for ever (K4)', () => {
    expect(keyOf(agent('review', { effort: 'high', schema: { type: 'object' } }), 1)).toBe(KEY_OF_REVIEW);
  });

  it('does not depend on number, label, phase and limits (K2)', () => {
    const limits = { stallMs: 1, timeoutMs: 2, maxUsd: 3, maxTurns: 4 };
    const other = agent('review', limits, { id: 7, label: 'another', phase: 'Two' });
    expect(keyOf(other, 1)).toBe(keyOf(agent('review'), 1));
  });

  it('depends on all that changes the work (K2)', () => {
    const options: readonly AgentOptions[] = [
      {},
      { schema: { type: 'object' } },
      { schema: { type: 'object', required: [] } },
      { model: 'opus' },
      { effort: 'opus' },
      { agentType: 'opus' },
      { isolation: 'worktree' },
      { disallowedTools: ['Bash'] },
      { disallowedTools: ['Bash', 'Edit'] },
      { bashCommandClamp: ['Bash'] },
      { maxTokens: 5 },
    ];
    const calls: readonly Call[] = [
      ...options.map((each) => agent('review', each)),
      agent('review it'),
      agent('review', {}, { scope: ['inner'] }),
      { kind: 'timer', id: 1, scope: [], ms: 5 },
      { kind: 'timer', id: 1, scope: [], ms: 6 },
      { kind: 'workflow', id: 1, scope: [], ref: { name: 'review' } },
      { kind: 'workflow', id: 1, scope: [], ref: { scriptPath: 'review' } },
    ];
    expect(new Set(calls.map((call) => keyOf(call, 1))).size).toBe(calls.length);
  });

  it('tells equal calls apart by their order (K1)', () => {
    const keys = new Keys();
    const [first, other, second] = [agent('a'), agent('b'), agent('a', {}, { id: 3, label: 'again' })];
    expect([first, other, second].map((call) => keys.next(call)())).toEqual([
      keyOf(first, 1),
      keyOf(other, 1),
      keyOf(second, 2),
    ]);
    expect(keyOf(first, 2)).not.toBe(keyOf(first, 1));
  });

  it('of a nested workflow does not change when another one is put before it (K3)', () => {
    const keys = new Keys();
    const inner = agent('a', {}, { scope: ['audit', 'verify #2'] });
    expect(keys.next(inner)()).toBe(keyOf(agent('a', {}, { scope: ['audit', 'verify'] }), 1));
    expect(keys.next(agent('a', {}, { scope: ['audit', 'verify'] }))()).toBe(keyOf(inner, 2));
  });
});

const KEY_OF_REVIEW = 'af1e286106e15785fa92c92e86abb27ca8b56284190fddd6c9140f77c45bd1bd';
