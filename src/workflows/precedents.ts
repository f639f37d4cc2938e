import { proxyActivities } from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { Outcome } from '../interpreter/outcome.js';
import { Keys, type LazyKey } from '../journal/key.js';
import type { JournalLine, ResultLine } from '../journal/line.js';
import { type Found, Replay } from '../journal/replay.js';
import type { ConversationPlace, RunActivities } from './ports.js';
import type { Reuse, RunSpec } from './spec.js';
import type { RunState } from './state.js';

/** A call with what another run knows of it. */
export interface KnownCall {
  readonly call: Call;
  readonly key: LazyKey;
  readonly found: Found;
}

/**
 * What the calls of a run are found by, what another run has made of them, and what only this run can tell of them: the
 * outcomes that no leg has written into its record.
 */
export class Precedents {
  private readonly reuse: Reuse | undefined;
  private readonly keys = new Keys();
  private readonly open = new Map<CallId, KnownCall>();
  private readonly made: JournalLine[] = [];
  private readonly entered: CallId[] = [];
  private replay: Replay | null = null;

  constructor({ reuse }: Pick<RunSpec, 'reuse'>) {
    this.reuse = reuse;
  }

  /** Reads what there is. To be called before the script starts; throws what the activity throws. */
  async read(patience: 'some attempts' | 'until it can be read'): Promise<void> {
    if (!this.reuse) return;
    const activities = proxyActivities<Pick<RunActivities, 'readJournal'>>({
      startToCloseTimeout: '1 minute',
      retry: { initialInterval: '500 ms', ...(patience === 'some attempts' && { maximumAttempts: 5 }) },
    });
    const lines: JournalLine[] = [];
    for (const page of this.reuse.pages) lines.push(...(await activities.readJournal({ page })));
    this.replay = new Replay(lines, this.reuse.rule);
  }

  /** To be asked once a call, in the order in which they are issued. */
  look(call: Call): KnownCall {
    const key = this.keys.next(call);
    const known: KnownCall = { call, key, found: this.replay?.take(call, key()) ?? { kind: 'new' } };
    this.open.set(call.id, known);
    return known;
  }

  /** The conversation that a line is about. */
  placeOf({ run, call, restarts }: JournalLine): ConversationPlace {
    return { run: run ?? this.reuse?.from ?? '', call, restarts };
  }

  /** The outcome of a call has entered the guest. */
  settled({ outcome, ...arrival }: Pick<ResultLine, 'call' | 'outcome' | 'tokens'>, { agents }: RunState): void {
    const known = this.open.get(arrival.call);
    this.open.delete(arrival.call);
    this.entered.push(arrival.call);
    if (!known || known.found.kind === 'settled' || known.call.kind === 'workflow') return;
    // Of agents only what the run itself has decided: their legs have written the rest, and refusals come again by themselves.
    if (known.call.kind === 'agent' && !isOfRun(outcome)) return;
    const { kind, id } = known.call;
    const label = known.call.kind === 'agent' ? known.call.label : '';
    const restarts = agents.get(id)?.restarts ?? 0;
    this.made.push({
      type: 'result',
      kind,
      key: known.key(),
      call: id,
      label,
      restarts,
      outcome,
      tokens: arrival.tokens,
    });
  }

  /** Nothing waits for this call any more. */
  forget(call: CallId): void {
    this.open.delete(call);
  }

  /** Lines for the record of the run that no leg has written. */
  lines(): readonly JournalLine[] {
    return this.made;
  }

  /** Calls in the order in which they were settled. */
  order(): readonly CallId[] {
    return this.entered;
  }
}

function isOfRun(outcome: Outcome): boolean {
  return outcome.status === 'skipped' || (outcome.status === 'failed' && outcome.seen === 'null');
}
