import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Call, CallId } from '../../src/interpreter/call.js';
import type { Outcome } from '../../src/interpreter/outcome.js';
import { Keys } from '../../src/journal/key.js';
import type { JournalLine } from '../../src/journal/line.js';
import { type Found, Replay } from '../../src/journal/replay.js';
import { type ReusedCall, ReusedCalls } from '../../src/workflows/reused-calls.js';
import { CHILD, scriptBodies } from '../interpreter/random-scripts.js';
import { type Arrival, type Report, runScript, scriptOf, type Setting } from '../interpreter/script-host.js';
import { scriptedAgent } from '../interpreter/scripted-agents.js';

const saved = [scriptOf(CHILD, 'child')];

describe('a script executed again from its journal', () => {
  it('makes the same calls and comes to the same logs and result, and nothing is asked again', () => {
    fc.assert(
      fc.property(scriptBodies, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 8 }), (body, chances, width) => {
        const script = scriptOf(body);
        const outcomes = new Map<CallId, Said>();
        const any = (arrivals: readonly Arrival[]) => arrivals[(chances.next().value as number) % arrivals.length];
        const first = runScript(script, {
          agents: scriptedAgent,
          saved,
          limits: { calls: 300 },
          concurrency: width,
          choose: noting(outcomes, (arrivals) => arrivals.find(isAtOnce) ?? any(arrivals)),
        });
        const again = runScript(script, fromJournal(linesOf(first, outcomes)));
        expect(storyOf(again)).toEqual(storyOf(first));
      }),
      { numRuns: 25 },
    );
  });
});

type Said = Extract<Arrival['enter'], { readonly outcome: unknown }>;

/** What a run answers by itself enters behind the call that made it, whatever else there is. */
function isAtOnce({ enter }: Arrival): boolean {
  return 'script' in enter || isRefusal(enter.outcome);
}

function isRefusal(outcome: Outcome): boolean {
  return outcome.status === 'failed' && outcome.seen === 'exception';
}

function noting(
  outcomes: Map<CallId, Said>,
  choose: (arrivals: readonly Arrival[]) => Arrival | undefined,
): (arrivals: readonly Arrival[]) => Arrival | undefined {
  return (arrivals) => {
    const chosen = choose(arrivals);
    if (chosen && 'outcome' in chosen.enter) outcomes.set(chosen.call, chosen.enter);
    return chosen;
  };
}

/** The journal of a run, in the order in which its outcomes entered the script. */
function linesOf({ calls, delivered }: Report, outcomes: ReadonlyMap<CallId, Said>): readonly JournalLine[] {
  const keys = new Keys();
  const keyOf = new Map(calls.map((call) => [call.id, { kind: call.kind, key: keys.next(call)() }]));
  return delivered.flatMap((call): readonly JournalLine[] => {
    const said = outcomes.get(call);
    const known = keyOf.get(call);
    if (!said || !known || known.kind === 'workflow' || isRefusal(said.outcome)) return [];
    return [{ type: 'result', ...known, call, label: '', restarts: 0, ...said }];
  });
}

/** As a resumed run does: what is found enters, the earliest first, behind what the run answers by itself. */
function fromJournal(lines: readonly JournalLine[]): Setting {
  const keys = new Keys();
  const replay = new Replay(lines, 'keyed');
  const reused = new ReusedCalls();
  const found = new Map<CallId, Found>();
  return {
    saved,
    limits: { calls: 300 },
    concurrency: 300,
    issued(call: Call) {
      const known = replay.take(call, keys.next(call)());
      found.set(call.id, known);
      if (known.kind === 'settled' && call.kind !== 'workflow') reused.add({ call, found: known } satisfies ReusedCall);
    },
    agents(call) {
      const known = found.get(call.id);
      if (known?.kind === 'settled') return { outcome: known.line.outcome, tokens: known.line.tokens };
      return scriptedAgent(call);
    },
    choose(arrivals) {
      const atOnce = arrivals.find(isAtOnce);
      if (atOnce) return atOnce;
      for (;;) {
        const next = reused.next();
        if (!next) return undefined;
        const arrival = arrivals.find(({ call }) => call === next.call.id);
        if (arrival) return arrival; // others were cleared meanwhile
      }
    },
  };
}

function storyOf({ ending, calls, logs, warnings, phases }: Report): unknown {
  return { ending, calls, logs, warnings, phases };
}
