import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FILTERS, passes } from '../../../src/cli/dashboard/scene/filter.js';
import { Roster } from '../../../src/cli/dashboard/scene/roster.js';
import { type Choice, WatchedRun } from '../../../src/cli/dashboard/scene/watched-run.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { done, eventsOf, lost, queued, running, started } from '../../support/run-story.js';

const PHASES = ['Find', 'Verify', null] as const;

const choice: fc.Arbitrary<Choice> = fc.record({
  phase: fc.nat(2),
  filter: fc.constantFrom(...FILTERS),
  query: fc.constantFrom('', 'a1', 'A'),
});

/** What happens to agents of which some are not there yet. */
const happening = fc.oneof(
  fc
    .record({ call: fc.integer({ min: 1, max: 30 }), phase: fc.constantFrom(...PHASES) })
    .map(({ call, phase }) => queued(call, `a${call}`, phase)),
  fc.integer({ min: 1, max: 30 }).map(running),
  fc.integer({ min: 1, max: 30 }).map((call) => done(call)),
  fc.integer({ min: 1, max: 30 }).map((call) => lost(call, 'no')),
  fc
    .integer({ min: 1, max: 30 })
    .map((call): RunHappening => ({ type: 'waiting', call, wait: { for: 'resume' }, spent: null })),
);

function shownBy(watched: WatchedRun): readonly number[] {
  return watched.shown.window(0, watched.shown.size);
}

describe('the agents that are shown', () => {
  it('are those that looking at every agent would give, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(happening, choice), { maxLength: 80 }), (steps) => {
        const watched = new WatchedRun('lh-a');
        const known = new Set<number>();
        let chosen: Choice = { phase: 0, filter: 'all', query: '' };
        for (const step of [started('Find', 'Verify'), ...steps]) {
          if ('filter' in step) {
            chosen = step;
            watched.show(step);
            continue;
          }
          if (step.type === 'queued' && known.has(step.call)) continue; // a call is queued once
          if (step.type === 'queued') known.add(step.call);
          watched.take({ ...step, seq: 0, at: 0 });
        }
        watched.show(chosen);
        const title = watched.phases[chosen.phase]?.title;
        const expected = [...watched.state.agents.values()]
          .filter(({ phase, label }) =>
            chosen.query === '' ? phase === title : label.includes(chosen.query.toLowerCase()),
          )
          .filter(({ position }) => passes(chosen.filter, position))
          .map(({ call }) => call)
          .toSorted((a, b) => a - b);
        expect(shownBy(watched)).toEqual(expected);
      }),
    );
  });

  it('are the same when a run is read whole', () => {
    const story = [started('Find'), queued(1, 'a', 'Find'), queued(2, 'b', 'Find'), running(2), done(2)];
    const followed = new WatchedRun('lh-a');
    for (const event of eventsOf(story)) followed.take(event);
    const read = new WatchedRun('lh-a');
    read.takeStory({ state: followed.state, events: [], result: null, goesOn: true, from: 'server' });
    for (const filter of FILTERS) {
      for (const watched of [followed, read]) watched.show({ phase: 0, filter, query: '' });
      expect(shownBy(read)).toEqual(shownBy(followed));
    }
    const [phase] = read.phases;
    expect(phase && read.timesOf(phase)).toEqual({ startedAt: 3_000, endedAt: 4_000 });
  });

  it('stand in phases that a record tells', () => {
    const followed = new WatchedRun('lh-a');
    for (const event of eventsOf([started('Find', 'Verify'), queued(1, 'a'), running(1), done(1)]))
      followed.take(event);
    const recorded = new WatchedRun('lh-a');
    recorded.takeStory({ state: followed.state, events: [], result: null, goesOn: false, from: 'record' });
    expect(recorded.phases.map(({ title }) => title)).toEqual([null]);
    expect(shownBy(recorded)).toEqual([1]);
  });

  it('stand still with a run that was ended by force', () => {
    const events = eventsOf([started('Find'), queued(1, 'a', 'Find'), running(1)]);
    const watched = new WatchedRun('lh-a');
    for (const event of events) watched.take(event);
    expect([watched.status, watched.clock(60_000)]).toEqual(['running', 60_000]);
    const ended = new WatchedRun('lh-a');
    ended.takeStory({ state: watched.state, events, result: null, goesOn: false, from: 'server' });
    expect([ended.status, ended.clock(60_000)]).toEqual([null, 2_000]);
  });

  it('cost an event the same however many there are (E1)', () => {
    const watched = new WatchedRun('lh-a');
    watched.take({ ...started('Find'), seq: 0, at: 0 });
    const events = 100_000;
    for (let call = 1; call <= events; call++) watched.take({ ...queued(call, `a${call}`, 'Find'), seq: call, at: 0 });
    let looked = 0;
    const agents = watched.state.agents as unknown as { values: () => IterableIterator<unknown> };
    const { values } = agents;
    agents.values = () => {
      looked++;
      return values.call(watched.state.agents);
    };
    for (let call = 1; call <= 1_000; call++) watched.take({ ...running(call), seq: 0, at: 0 });
    watched.show({ phase: 0, filter: 'all', query: '' });
    expect(looked).toBe(0);
    expect(watched.shown.window(49_999, 2)).toEqual([50_000, 50_001]);
    watched.show({ phase: 0, filter: 'running', query: '' });
    expect([looked, watched.shown.size]).toEqual([1, 1_000]);
  });
});

describe('a roster', () => {
  it('keeps its calls in order, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (changes) => {
        const roster = new Roster();
        const set = new Set<number>();
        for (const [call, isIn] of changes) {
          roster.set(call, isIn);
          if (isIn) set.add(call);
          else set.delete(call);
        }
        const calls = [...set].toSorted((a, b) => a - b);
        expect(roster.window(0, 100)).toEqual(calls);
        for (let call = 0; call <= 20; call++) {
          expect(roster.has(call)).toBe(set.has(call));
          expect(roster.placeOf(call)).toBe(calls.filter((other) => other < call).length);
        }
      }),
    );
  });
});
