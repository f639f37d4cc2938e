import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import { isLonghaulError } from '../../src/config/errors.js';
import type { RunResult } from '../../src/workflows/run-result.js';
import { type AgentRow, emptyState, type RunState, reduce } from '../../src/workflows/state.js';
import { type AgentSeen, caseFile, differences, type Expectation, type Observation } from '../conformance/compare.js';
import { severalAtOnce } from '../support/several-at-once.js';
import { sharedStack } from '../support/shared-stack.js';

/** Patient in count, as the reference is, but not in time. */
const RETRY = { attempts: 8, backoffMs: 5, maxBackoffMs: 20, longestWaitMs: 60_000 };

/** Cases under way at once. */
const AT_ONCE = 4;

const savedFolder = join(import.meta.dirname, '..', 'conformance', 'saved');
const saved = Object.fromEntries(
  readdirSync(savedFolder).map((file) => [file, readFileSync(join(savedFolder, file), 'utf8')]),
);

/** Cases against a real Temporal, a real worker and the scripted model. */
export function expectConformance(records: readonly Expectation[]): void {
  const stack = sharedStack();
  let observed: ReadonlyMap<Expectation, Promise<Observation>>;
  beforeAll(async () => {
    await stack().startWorker();
    // A case waits more than it works; all else is done beside the ones that take long.
    const longestFirst = records.toSorted((a, b) => (b.timeoutSeconds ?? 0) - (a.timeoutSeconds ?? 0));
    observed = severalAtOnce(AT_ONCE, longestFirst, observe);
  }, 60_000);

  describe('conformance through Temporal', () => {
    it.each(records.map((record) => [record.name, record] as const))(
      '%s',
      async (_, record) => expect(differences(record, await observed.get(record)!)).toEqual([]),
      300_000,
    );
  });

  async function observe(record: Expectation): Promise<Observation> {
    const options = { ...('args' in record && { args: record.args }), limits: { retry: RETRY }, saved };
    const started = await stack()
      .run(readFileSync(caseFile(record.name), 'utf8'), options)
      .catch(refusal);
    return 'status' in started ? started : observationOf(started);
  }
}

function refusal(error: unknown): Observation {
  if (!isLonghaulError(error)) throw error;
  return { status: 'rejected', error: error.message };
}

async function observationOf(run: RunHandle): Promise<Observation> {
  const state = emptyState();
  for await (const event of run.events()) reduce(state, event);
  return observation(await run.result(), state);
}

function observation({ status, result, error, totals }: RunResult, state: RunState): Observation {
  return {
    status,
    ...(result !== undefined && { result }),
    ...(error && { error: error.message }),
    ...(error?.line !== undefined && { line: error.line }),
    logs: state.logs,
    phases: [...state.phases.values()].flatMap(({ title }) => title ?? []),
    agents: [...state.agents.values()].map(agentSeen),
    agentCalls: totals.requests,
  };
}

function agentSeen({ label, phase, position }: AgentRow): AgentSeen {
  if (position.at !== 'settled') return { label, phase, state: 'start' };
  const { ending } = position;
  if (ending.status === 'ok') return { label, phase, state: 'done' };
  return { label, phase, state: ending.status === 'failed' && ending.code === 'CANCELLED' ? 'start' : 'error' };
}
