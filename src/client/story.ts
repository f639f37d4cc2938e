import { isLonghaulError, LonghaulError } from '../config/errors.js';
import type { CallId } from '../interpreter/call.js';
import type { Outcome } from '../interpreter/outcome.js';
import type { JournalLine } from '../journal/line.js';
import type { EndStatus, RunEvent, RunHappening } from '../workflows/events.js';
import type { RunResult } from '../workflows/run-result.js';
import type { RunSpec } from '../workflows/spec.js';
import { emptyState, reduce, type RunState } from '../workflows/state.js';
import type { LonghaulClient } from './longhaul-client.js';
import { type ArchivedRun, findRecorded, readArchived } from './resume/archived-run.js';
import type { RunHandle } from './run-handle.js';

/** One run as it stands, for whoever tells of it as a whole. */
export interface Story {
  readonly run: string;
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  /** What it was started with; null where no record was kept. */
  readonly spec: RunSpec | null;
  /** As the server says; false where none could be asked. */
  readonly goesOn: boolean;
  /** Null while it goes on, and when it was ended by force. */
  readonly result: RunResult | null;
  /** `record`: no server could be asked. Then nothing is known of when things happened, nor of agents' phases. */
  readonly from: 'server' | 'record';
}

/**
 * The story of a run up to now: of one that goes on, of one that has ended, and of one of which only its record is left.
 *
 * @throws LonghaulError RUN_NOT_FOUND, RUN_AMBIGUOUS, RUN_NOT_RECORDED, and what the server or the storage cannot do
 */
export async function readStory(client: LonghaulClient, named: string): Promise<Story> {
  const run = await findRecorded(named, client);
  const [told, record] = await Promise.allSettled([toldBy(client.attach(run)), recordOf(client, run)]);
  if (told.status === 'fulfilled') {
    const { spec = null, end = null } = record.status === 'fulfilled' ? record.value : {};
    return { run, ...told.value, spec, result: told.value.result ?? end?.result ?? null, from: 'server' };
  }
  if (record.status === 'rejected') throw told.reason;
  return storyOfRecord(record.value);
}

type Told = Pick<Story, 'state' | 'events' | 'goesOn' | 'result'>;

async function toldBy(handle: RunHandle): Promise<Told> {
  const goesOn = await handle.isOpen();
  const events = await firstEvents(handle, goesOn ? (await handle.overview()).events : Number.POSITIVE_INFINITY);
  // Every run has events: there was nobody to tell them.
  if (events.length === 0) throw new LonghaulError('NO_WORKER', { run: handle.run });
  return { events, state: folded(events), goesOn, result: goesOn ? null : await resultOf(handle) };
}

async function firstEvents(handle: RunHandle, most: number): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  if (most === 0) return events;
  for await (const event of handle.events()) {
    events.push(event);
    if (events.length === most) break;
  }
  return events;
}

/** A run that was ended by force has none. */
async function resultOf(handle: RunHandle): Promise<RunResult | null> {
  try {
    return await handle.result();
  } catch (error) {
    if (isLonghaulError(error)) return null;
    throw error;
  }
}

async function recordOf(client: LonghaulClient, run: string): Promise<ArchivedRun> {
  return readArchived(await client.storage(), run);
}

/** What a record knows, told as events: all of them bear the time at which the run started, but for its end. */
export function storyOfRecord({ spec, startedAt, end, lines }: ArchivedRun): Story {
  const { meta } = spec.script;
  const own = lines.filter((line) => line.run === undefined);
  const happenings: RunHappening[] = [
    { type: 'started', name: meta.name, description: meta.description, phases: meta.phases },
    ...happeningsOf(own, spec),
  ];
  const events = happenings.map((happening, seq): RunEvent => ({ ...happening, seq, at: startedAt }));
  const status: EndStatus | undefined = end?.result.status === 'rejected' ? 'failed' : end?.result.status;
  if (end && status) events.push({ type: 'ended', status, seq: events.length, at: end.endedAt });
  const result = end?.result ?? null;
  return { run: spec.run, state: folded(events), events, spec, goesOn: false, result, from: 'record' };
}

/** Lines in the order in which they were written; several may tell of one agent, and the newest counts. */
function happeningsOf(lines: readonly JournalLine[], { model }: RunSpec): readonly RunHappening[] {
  const begun = new Set<CallId>();
  return lines.flatMap((line): readonly RunHappening[] => {
    if (line.type === 'result' && line.kind !== 'agent') return [];
    const { call, label } = line;
    const beginning: readonly RunHappening[] = [
      { type: 'queued', call, label, phase: null, scope: [], model: model.id },
      { type: 'running', call, leg: 1 },
    ];
    const first = begun.has(call) ? [] : beginning;
    begun.add(call);
    return line.type === 'started' ? first : [...first, settled(call, line.outcome)];
  });
}

function settled(call: CallId, outcome: Outcome): RunHappening {
  return { type: 'settled', call, ending: outcome.status === 'ok' ? { status: 'ok' } : outcome, spent: null };
}

function folded(events: readonly RunEvent[]): RunState {
  const state = emptyState();
  for (const event of events) reduce(state, event);
  return state;
}
