import { tokensOf } from '../interpreter/outcome.js';
import type { JournalLine, StartedLine } from '../journal/line.js';
import type { RunArchive } from '../storage/archive/run-archive.js';
import type { LegRequest, LegResult } from '../workflows/ports.js';

/** What a leg writes into the record of its run. */
export interface LegJournal {
  /** The conversation begins. */
  began(): Promise<void>;
  /** To be told before the run hears of it: what a run knows is in its record. */
  ended(result: LegResult): Promise<void>;
}

/** Writes nothing for a run that keeps no record. */
export function legJournal(request: LegRequest, archive: RunArchive): LegJournal {
  const start = startedLine(request);
  if (!start) return { began: async () => {}, ended: async () => {} };
  return {
    began: () => archive.append(request.run, [start]),
    async ended(result) {
      if (result.kind === 'done') await archive.append(request.run, [resultLine(start, request, result)]);
    },
  };
}

function startedLine({ key, call, label, restarts = 0 }: LegRequest): StartedLine | null {
  return key === undefined ? null : { type: 'started', key, call, label, restarts };
}

function resultLine(
  start: StartedLine,
  { lease }: LegRequest,
  { outcome, spent }: Extract<LegResult, { readonly kind: 'done' }>,
): JournalLine {
  // As the run counts: all tokens where it has a cap on tokens, and so a lease of them.
  const tokens = lease?.tokens === undefined ? spent.usage.output : tokensOf(spent.usage);
  return { ...start, type: 'result', kind: 'agent', outcome, tokens };
}
