import { describe, expect, it } from '@jest/globals';
import type { Call } from '../../src/interpreter/call.js';
import type { Outcome } from '../../src/interpreter/outcome.js';
import type { JournalLine, ResultLine, StartedLine } from '../../src/journal/line.js';
import { Replay } from '../../src/journal/replay.js';
import { reusableLines } from '../../src/journal/reusable.js';

const ok = (value: string): Outcome => ({ status: 'ok', value });
const failed = (code: 'REFUSED' | 'RATE_LIMITED'): Outcome => ({ status: 'failed', code, message: '', seen: 'null' });

function began(call: number, rest: Partial<StartedLine> = {}): StartedLine {
  return { type: 'started', key: `k${call}`, call, label: `agent ${call}`, restarts: 0, ...rest };
}

function ended(call: number, rest: Partial<ResultLine> = {}): ResultLine {
  return { ...began(call), type: 'result', kind: 'agent', outcome: ok(`answer ${call}`), tokens: 1, ...rest };
}

const agent = (id: number): Call => ({
  kind: 'agent',
  id,
  scope: [],
  prompt: '',
  label: '',
  phase: null,
  options: {},
});
const timer = (id: number): Call => ({ kind: 'timer', id, scope: [], ms: 5 });

const kinds = (replay: Replay, calls: readonly [Call, string][]) =>
  calls.map(([call, key]) => replay.take(call, key).kind);

describe('a replay by keys', () => {
  it('finds a call wherever it stands (R2), once (R1)', () => {
    const replay = new Replay([began(1), began(2), ended(2), ended(1)], 'keyed');
    expect(replay.take(agent(9), 'k1')).toEqual({ kind: 'settled', line: ended(1), order: 1 });
    expect(replay.take(agent(10), 'k1')).toEqual({ kind: 'new' });
    expect(replay.take(agent(11), 'other')).toEqual({ kind: 'new' });
    expect(replay.take(agent(12), 'k2')).toEqual({ kind: 'settled', line: ended(2), order: 0 });
  });

  it('says where the conversation of an unfinished agent is', () => {
    const replay = new Replay([began(1), began(1, { restarts: 1 })], 'keyed');
    expect(replay.take(agent(1), 'k1')).toEqual({ kind: 'begun', line: began(1, { restarts: 1 }) });
  });
});

describe('a replay of the prefix', () => {
  it('ends at the first agent that was not finished in its place, which goes on itself (R3)', () => {
    const replay = new Replay([ended(1), began(2), ended(3)], 'prefix');
    const calls: [Call, string][] = [
      [agent(1), 'k1'],
      [agent(2), 'k2'],
      [agent(3), 'k3'],
    ];
    expect(kinds(replay, calls)).toEqual(['settled', 'begun', 'new']);
  });

  it('ends at a call that stands elsewhere (R3)', () => {
    const replay = new Replay([ended(1), ended(2), ended(3)], 'prefix');
    const calls: [Call, string][] = [
      [agent(1), 'k1'],
      [agent(2), 'k3'],
      [agent(3), 'k2'],
      [agent(3), 'k3'],
    ];
    expect(kinds(replay, calls)).toEqual(['settled', 'new', 'new', 'new']);
  });

  it('is not ended by a timer that had not fired (R3)', () => {
    const replay = new Replay([ended(1), ended(3)], 'prefix');
    const calls: [Call, string][] = [
      [agent(1), 'k1'],
      [timer(2), 't'],
      [agent(3), 'k3'],
    ];
    expect(kinds(replay, calls)).toEqual(['settled', 'new', 'settled']);
  });
});

describe('what counts of several lines of a call', () => {
  const last = (...lines: readonly JournalLine[]) => new Replay(lines, 'keyed').take(agent(1), 'k1');
  const again = ended(1, { restarts: 1, outcome: ok('again') });

  it('is the result before the start, and the last result (L3)', () => {
    expect(last(ended(1), began(1))).toMatchObject({ line: ended(1) });
    expect(last(ended(1), ended(1, { outcome: ok('later') }))).toMatchObject({ line: { outcome: ok('later') } });
  });

  it('is the conversation that began last (L2)', () => {
    expect(last(began(1), again, ended(1))).toMatchObject({ line: again });
    expect(last(ended(1), began(1, { restarts: 1 }))).toMatchObject({ kind: 'begun', line: { restarts: 1 } });
  });

  it('is what the later run wrote (L4)', () => {
    const earlier = ended(1, { run: 'lh-a-1', restarts: 3 });
    expect(last(earlier, began(1))).toMatchObject({ kind: 'begun', line: began(1) });
  });
});

describe('what another run takes over', () => {
  const choice = { order: [], keepFailures: false, invalidated: () => false };

  it('is what ended well and what is unfinished', () => {
    const lines = [
      ended(1),
      ended(2, { outcome: failed('REFUSED') }),
      began(2),
      ended(3, { outcome: { status: 'skipped', message: '' } }),
      began(4),
    ];
    expect(reusableLines(lines, choice)).toEqual([ended(1), began(4)]);
  });

  it('is everything when failures are kept', () => {
    const refused = ended(1, { outcome: failed('REFUSED') });
    expect(reusableLines([refused], { ...choice, keepFailures: true })).toEqual([refused]);
  });

  it('is the conversation of an agent whose surroundings failed', () => {
    expect(reusableLines([ended(1, { outcome: failed('RATE_LIMITED') })], choice)).toEqual([began(1)]);
  });

  it('is nothing of agents that are to be done again', () => {
    const again = { order: [], keepFailures: true, invalidated: (label: string) => label === 'agent 2' };
    expect(reusableLines([ended(1), ended(2), began(3)], again)).toEqual([ended(1), began(3)]);
  });

  it('is in the order in which the script heard of it', () => {
    const earlier = ended(9, { run: 'lh-a-1' });
    const written = [ended(1), began(4), ended(2), ended(3), earlier];
    expect(reusableLines(written, { ...choice, order: [9, 3, 1, 2] })).toEqual([
      earlier,
      ended(3),
      ended(1),
      ended(2),
      began(4),
    ]);
  });
});
