import type { ReportConversation } from '../../src/cli/report/conversations.js';
import { type Report, reportOf } from '../../src/cli/report/report.js';
import type { Story } from '../../src/client/story.js';
import type { Json } from '../../src/interpreter/outcome.js';
import { compileScript } from '../../src/script/compile.js';
import type { RunEvent, RunHappening } from '../../src/workflows/events.js';
import type { LegSpent } from '../../src/workflows/ports.js';
import { resultOf } from '../../src/workflows/run-result.js';
import { DEFAULT_RUN_LIMITS, type RunSpec } from '../../src/workflows/spec.js';
import { emptyState, reduce } from '../../src/workflows/state.js';

/** 2026-11-22 09:30 UTC */
const BEGAN = 1_795_339_800_000;

export const RUN = 'lh-audit-01kahxq3v8e4j5n6p7q8r9s0tw';

/** A script with two places that call agents, and one that is never reached. */
export const SCRIPT = `export const meta = {
  name: 'audit',
  description: 'Finds risky constructs',
  phases: [{ title: 'Find' }, { title: 'Verify' }],
};

phase('Find');
const found = await parallel(
  ['exit', 'catch', 'sync'].map((rule) => () =>
    agent(\`Find \${rule}.\`, {
      label: \`find \${rule}\`,
    }),
  ),
);

phase('Verify');
// agent( in a comment calls nobody
for (const finding of found) await agent(\`Verify \${finding}.\`);
if (found.length > 100) await agent('Too many: sum them up.');
return found.join('\\n');
`;

export interface ToldAgent {
  readonly label: string;
  readonly phase?: string | null;
  readonly model?: string;
  readonly line?: number;
  readonly scope?: readonly string[];
  /** Seconds since the run began. */
  readonly from: number;
  readonly until?: number;
  readonly queued?: number;
  readonly lost?: string;
  readonly skipped?: string;
  readonly tokens?: number;
  /** Its model has no known price. */
  readonly unpriced?: boolean;
}

export interface Told {
  readonly agents: readonly ToldAgent[];
  readonly phases?: readonly string[];
  readonly name?: string;
  readonly description?: string;
  readonly logs?: readonly string[];
  readonly warnings?: readonly string[];
  /** Seconds since the run began; absent while it goes on. */
  readonly ended?: number;
  readonly result?: Json;
  readonly script?: string;
}

/** The story of a run whose agents did this. */
export function storyOf(told: Told): Story {
  const { agents, phases = [], name = 'audit', description = 'Finds risky constructs', ended } = told;
  const happenings: (readonly [number, RunHappening])[] = [
    [0, { type: 'started', name, description, phases: phases.map((title) => ({ title })) }],
    ...(told.logs ?? []).map((line): readonly [number, RunHappening] => [0, { type: 'log', line, scope: [] }]),
    ...(told.warnings ?? []).map((line): readonly [number, RunHappening] => [0, { type: 'warned', line, scope: [] }]),
    ...agents.flatMap(happeningsOf),
  ];
  const events = happenings
    .toSorted(([a], [b]) => a - b)
    .map(([second, happening], seq): RunEvent => ({ ...happening, seq, at: BEGAN + second * 1_000 }));
  const state = emptyState();
  for (const event of events) reduce(state, event);
  if (ended === undefined)
    return { run: RUN, state, events, spec: specOf(told), goesOn: true, result: null, from: 'server' };
  const at = BEGAN + ended * 1_000;
  const result = resultOf(RUN, { kind: 'returned', value: told.result ?? null }, state, at);
  const end = { type: 'ended', status: result.status as 'completed', seq: events.length, at } as const;
  return {
    run: RUN,
    state: reduce(state, end),
    events: [...events, end],
    spec: specOf(told),
    goesOn: false,
    result,
    from: 'server',
  };
}

export function reportOn(told: Told): Report {
  return reportOf(storyOf(told), BEGAN + 3_600_000);
}

/** What the agents of a report said, in brief. */
export function conversationsOf({ agents }: Report, said = 'Nothing was found.'): readonly ReportConversation[] {
  return agents.map((agent) => ({
    agent,
    prompt: `Look at ${agent.label}.`,
    items: [
      { kind: 'thought', text: 'Where to begin?' },
      { kind: 'tool', id: 'a', tool: 'Read', summary: `Read ${agent.label}`, input: { file_path: agent.label } },
      { kind: 'result', id: 'a', text: '1\texport const x = 1;', failed: false },
      { kind: 'said', text: said },
    ],
    unreadable: null,
  }));
}

function happeningsOf(agent: ToldAgent, index: number): readonly (readonly [number, RunHappening])[] {
  const call = index + 1;
  const { label, phase = null, model = 'claude-opus-4-8', line, scope = [], from, queued = from, until } = agent;
  const spent = spentBy(agent);
  return [
    [queued, { type: 'queued', call, label, phase, scope, model, ...(line !== undefined && { line }) }],
    [from, { type: 'running', call, leg: 1 }],
    ...(until === undefined ? [] : [[until, { type: 'settled', call, ending: endingOf(agent), spent }] as const]),
  ];
}

function endingOf({ lost, skipped }: ToldAgent): Extract<RunHappening, { readonly type: 'settled' }>['ending'] {
  if (lost !== undefined) return { status: 'failed', code: 'API_ERROR', message: lost };
  return skipped === undefined ? { status: 'ok' } : { status: 'skipped', message: skipped };
}

function spentBy({ tokens = 0, unpriced = false }: ToldAgent): LegSpent | null {
  if (tokens === 0) return null;
  const usage = { input: tokens * 0.2, output: tokens * 0.1, cacheRead: tokens * 0.6, cacheWrite: tokens * 0.1 };
  const cost = unpriced ? { usd: 0, unknown: tokens } : { usd: tokens * 4e-6, unknown: 0 };
  return { usage, turns: 3, requests: 3, toolCalls: 2, cost };
}

function specOf({ script = SCRIPT }: Told): RunSpec {
  return {
    run: RUN,
    script: compileScript({ file: 'audit.js', text: script }),
    args: '{"dir":"src"}',
    saved: [],
    agentTypes: [],
    engine: 'e',
    workspace: '/work',
    base: null,
    setup: null,
    onAsk: 'deny',
    model: { provider: 'anthropic', id: 'claude-opus-4-8', maxTokens: 1_000 },
    aliases: {},
    limits: DEFAULT_RUN_LIMITS,
    searchable: true,
  };
}
