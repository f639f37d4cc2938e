import { proxyActivities } from '@temporalio/workflow';
import type { RunPage } from './carried.js';
import type { Seq } from './events.js';
import type { Arrival } from './inbox.js';
import type { Ledger } from './ledger.js';
import type { RunActivities } from './ports.js';

/** Characters of values after which a page is written: what is held in memory twice, by the guest and here, stays bounded. */
const PAGE_LENGTH = 1_000_000;
/** Events and arrivals that count as much as a character, each. */
const ENTRY_LENGTH = 300;

/** Each round of reading takes a workflow task; a page may be some megabytes. */
const READ_AT_ONCE = 8;

/** The story of a run as pages in storage: written as they fill, and complete when the run is handed over. */
export class Pages {
  private readonly ledger: Ledger;
  private readonly activities = proxyActivities<Pick<RunActivities, 'keepPage' | 'readPage'>>({
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: '200 ms', maximumInterval: '10 s' },
  });
  private readonly digests: Promise<string>[];
  private arrivals: Arrival[] = [];
  private length = 0;
  /** The first event that is on no page. */
  private from: Seq = 0;

  constructor(ledger: Ledger, digests: readonly string[]) {
    this.ledger = ledger;
    this.digests = digests.map((digest) => Promise.resolve(digest));
  }

  /** Something has entered the guest; `length` is how much of it. */
  add(arrival: Arrival, length: number): void {
    this.arrivals.push(arrival);
    this.length += length + ENTRY_LENGTH;
    if (this.length >= PAGE_LENGTH) this.turn();
  }

  /** Puts all there is on pages, and gives their digests when all are kept: more may have come meanwhile. */
  async complete(): Promise<readonly string[]> {
    if (!this.areComplete()) this.turn();
    return Promise.all([...this.digests]);
  }

  areComplete(): boolean {
    return this.arrivals.length === 0 && this.from === this.ledger.length;
  }

  /** The pages earlier Temporal runs have written, one after the other. */
  async *read(): AsyncIterable<RunPage> {
    const digests = await Promise.all(this.digests);
    for (let at = 0; at < digests.length; at += READ_AT_ONCE) {
      const reading = digests.slice(at, at + READ_AT_ONCE).map((digest) => this.activities.readPage({ digest }));
      for (const page of await Promise.all(reading)) {
        this.from += page.events.length;
        yield page;
      }
    }
  }

  private turn(): void {
    const page: RunPage = { events: this.ledger.since(this.from, Number.POSITIVE_INFINITY), arrivals: this.arrivals };
    const digest = this.activities.keepPage({ page });
    digest.catch(() => {}); // told to whoever completes the pages
    this.digests.push(digest);
    this.arrivals = [];
    this.length = 0;
    this.from = this.ledger.length;
  }
}
