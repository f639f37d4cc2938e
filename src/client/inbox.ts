import { messageOf } from '../config/message-of.js';
import type { AskRow } from '../workflows/messages.js';
import type { RunRow } from './run-row.js';

/** What one run asks of persons. */
export interface InboxRow {
  readonly run: string;
  /** Of the workflow. */
  readonly name: string;
  /** Empty when the run could not be asked: `unanswered` says why. */
  readonly asks: readonly AskRow[];
  readonly unanswered?: string;
}

/** Runs asked at once. */
const AT_ONCE = 8;

/**
 * What all these runs ask, in their order; those that ask nothing are left out. One that cannot answer keeps no other from
 * being heard.
 */
export async function inboxOf(
  runs: AsyncIterable<RunRow>,
  asksOf: (run: string) => Promise<readonly AskRow[]>,
): Promise<readonly InboxRow[]> {
  const asking: RunRow[] = [];
  for await (const row of runs) if (row.asks !== 0) asking.push(row);

  const rows: InboxRow[] = [];
  for (let from = 0; from < asking.length; from += AT_ONCE) {
    const answers = asking.slice(from, from + AT_ONCE).map(async ({ run, name }): Promise<InboxRow> => {
      try {
        return { run, name, asks: await asksOf(run) };
      } catch (error) {
        return { run, name, asks: [], unanswered: messageOf(error) };
      }
    });
    rows.push(...(await Promise.all(answers)));
  }
  return rows.filter(({ asks, unanswered }) => asks.length > 0 || unanswered !== undefined);
}
