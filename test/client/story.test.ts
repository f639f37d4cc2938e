import { describe, expect, it } from '@jest/globals';
import type { ArchivedRun } from '../../src/client/resume/archived-run.js';
import { storyOfRecord } from '../../src/client/story.js';
import type { JournalLine } from '../../src/journal/line.js';

const started = (call: number, restarts = 0): JournalLine => ({
  type: 'started',
  key: `k${call}`,
  call,
  label: `agent ${call}`,
  restarts,
});

const result = (call: number, outcome: Extract<JournalLine, { type: 'result' }>['outcome']): JournalLine => ({
  ...started(call),
  type: 'result',
  kind: 'agent',
  outcome,
  tokens: 7,
});

const record = (lines: readonly JournalLine[]): ArchivedRun =>
  ({
    format: 1,
    startedAt: 1_000,
    spec: {
      run: 'lh-a-01',
      script: { meta: { name: 'a', description: 'says a', phases: [{ title: 'One' }] } },
      model: { id: 'm' },
    },
    end: null,
    lines,
    lost: 0,
  }) as unknown as ArchivedRun;

describe('the story of a run that only its record tells', () => {
  it('has each agent once, however often the record tells of it, as its newest line says', () => {
    const { state, from } = storyOfRecord(
      record([
        started(1),
        started(2),
        started(1, 1),
        result(1, { status: 'ok', value: 'x' }),
        result(3, { status: 'failed', code: 'API_ERROR', message: 'no', seen: 'null' }),
      ]),
    );
    expect(from).toBe('record');
    expect(state.counts).toMatchObject({ agents: 3, ok: 1, failed: 1, running: 1 });
    expect([...state.agents.values()].map(({ label, position }) => [label, position.at])).toEqual([
      ['agent 1', 'settled'],
      ['agent 2', 'running'],
      ['agent 3', 'settled'],
    ]);
  });

  it('leaves out what the run took over from another one and what is no agent', () => {
    const { state } = storyOfRecord(
      record([
        { ...started(9), run: 'lh-b-01' },
        { ...result(4, { status: 'ok', value: null }), kind: 'timer' } as JournalLine,
      ]),
    );
    expect(state.counts.agents).toBe(0);
    expect(state.name).toBe('a');
  });
});
