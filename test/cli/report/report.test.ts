import { describe, expect, it } from '@jest/globals';
import { coverageOf } from '../../../src/cli/report/coverage.js';
import { reportJson } from '../../../src/cli/report/json.js';
import { failuresOf, reportOf } from '../../../src/cli/report/report.js';
import { densityOf, timelineOf } from '../../../src/cli/report/timeline.js';
import { storyOfRecord } from '../../../src/client/story.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { reportOn, RUN, SCRIPT, storyOf } from '../../support/report-story.js';
import { done, eventsOf, lost, queued, running, started } from '../../support/run-story.js';

describe('a report', () => {
  const agents = [
    { label: 'find exit', phase: 'Find', line: 11, from: 1, until: 5, tokens: 1_000 },
    { label: 'find catch', phase: 'Find', line: 11, from: 1, until: 9, lost: 'overloaded' },
    { label: 'verify', phase: 'Verify', line: 18, from: 9, until: 11, skipped: 'skipped by anna' },
  ];

  it('of a run that has ended says how, and which agents were lost', () => {
    const report = reportOn({ agents, phases: ['Find', 'Verify'], ended: 12, result: 'done' });
    expect(report).toMatchObject({
      status: 'completed_with_failures',
      goesOn: false,
      endUnknown: false,
      result: 'done',
    });
    expect(report.totals).toMatchObject({ agents: 3, ok: 1, failed: 1, skipped: 1, tokens: 1_000, durationMs: 12_000 });
    expect(failuresOf(report)).toMatchObject([
      { call: 2, status: 'failed', code: 'API_ERROR', why: 'overloaded', durationMs: 8_000 },
      { call: 3, status: 'skipped', code: null, why: 'skipped by anna', durationMs: 2_000 },
    ]);
  });

  it('of a run that goes on says how it stands', () => {
    const report = reportOn({ agents: [{ label: 'a', from: 3_590 }] });
    expect(report).toMatchObject({ status: 'running', goesOn: true, endedAt: null });
    expect(report.agents).toMatchObject([{ status: 'running', durationMs: 10_000, tokens: null, cost: null }]);
  });

  it('of a run that was ended by force ends with the last thing that happened, and says that it knows no more', () => {
    const story = { ...storyOf({ agents: [{ label: 'a', from: 3 }] }), goesOn: false };
    const report = reportOf(story, story.state.startedAt + 3_600_000);
    expect(report).toMatchObject({ status: 'stopped', endUnknown: true, totals: { durationMs: 3_000 } });
  });

  it('of a record alone claims no times, and takes the sums of the result', () => {
    const { spec, result } = storyOf({ agents, phases: ['Find', 'Verify'], ended: 12 });
    if (!spec || !result) throw new Error('no story');
    const line = {
      type: 'result',
      kind: 'agent',
      call: 1,
      key: 'k',
      label: 'find exit',
      restarts: 0,
      tokens: 9,
    } as const;
    const record = {
      format: 1,
      spec,
      startedAt: 1_000,
      lost: 0,
      end: { result, tree: null, order: [], endedAt: 13_000 },
    };
    const archived = { ...record, lines: [{ ...line, outcome: { status: 'ok', value: 1 } }] } as never;
    const report = reportOf(storyOfRecord(archived), 99_000);
    expect(report).toMatchObject({ from: 'record', timeline: null, totals: { tokens: 1_000, agents: 3 } });
    expect(report.phases.map(({ title }) => title)).toEqual(['Find', 'Verify']);
    expect(report.agents).toMatchObject([{ label: 'find exit', status: 'ok', startedAt: null, durationMs: null }]);
  });

  it('as JSON names lines by number, arguments as a value, and neither script nor timeline', () => {
    const document = reportJson(reportOn({ agents, ended: 12, result: { a: 1 } }));
    expect(document).toMatchObject({ run: RUN, args: { dir: 'src' }, result: { a: 1 } });
    expect(document).toHaveProperty('script.calls', [
      { line: 11, calls: 2 },
      { line: 18, calls: 1 },
      { line: 19, calls: 0 },
    ]);
    expect(JSON.stringify(document)).not.toContain('calls nobody');
    expect(document).not.toHaveProperty('timeline');
  });
});

describe('the lines of a script', () => {
  const calls = (agents: readonly { scope: readonly string[]; line: number | null }[]) =>
    coverageOf({ file: 'audit.js', text: SCRIPT }, agents).flatMap(({ calls }, index) =>
      calls === null ? [] : [[index + 1, calls]],
    );

  it('are marked where agents were called, and where a call was never reached; comments call nobody', () => {
    const own = (line: number) => ({ scope: [], line });
    expect(calls([own(11), own(11), own(18)])).toEqual([
      [11, 2],
      [18, 1],
      [19, 0],
    ]);
  });

  it('of a call over several lines are one: the engine may name any of them', () => {
    expect(calls([{ scope: [], line: 12 }])).toEqual([
      [12, 1],
      [18, 0],
      [19, 0],
    ]);
  });

  it('say nothing of agents whose place is not known, or stands in another file', () => {
    expect(calls([{ scope: [], line: null }])).toEqual([]);
    expect(calls([{ scope: ['nested'], line: 2 }]).map(([, count]) => count)).toEqual([0, 0, 0]);
  });
});

describe('the timeline', () => {
  const waits: RunHappening = { type: 'waiting', call: 1, wait: { for: 'resume' }, spent: null };
  // one event a second
  const events = eventsOf([
    started('A'),
    queued(1, 'a'),
    running(1),
    waits,
    running(1),
    done(1),
    queued(2, 'b'),
    lost(2, 'x'),
  ]);

  it('tells of each agent when it was queued, at work and waiting', () => {
    const { stretches } = timelineOf(events, 0, 9_000);
    expect(stretches.get(1)).toEqual([
      { at: 'queued', from: 1_000, until: 2_000 },
      { at: 'running', from: 2_000, until: 3_000 },
      { at: 'waiting', from: 3_000, until: 4_000 },
      { at: 'running', from: 4_000, until: 5_000 },
    ]);
    expect(stretches.get(2)).toEqual([{ at: 'queued', from: 6_000, until: 7_000 }]);
  });

  it('cuts what goes on at its end', () => {
    const { stretches } = timelineOf(events.slice(0, 3), 0, 9_000);
    expect(stretches.get(1)?.at(-1)).toEqual({ at: 'running', from: 2_000, until: 9_000 });
  });

  it('knows how many agents worked at a time', () => {
    const times = { from: 0, until: 8_000, stretches: new Map() };
    const density = densityOf(
      times,
      [
        { at: 'running', from: 0, until: 4_000 },
        { at: 'running', from: 3_000, until: 5_000 },
        { at: 'waiting', from: 0, until: 8_000 },
      ],
      4,
    );
    expect(density).toEqual([1, 1.5, 0.5, 0]);
  });
});
