/** Agents queue first in, first out, and work at most `limit` at a time. Those that only continue go before those that begin. */
export class Admission<T> {
  private readonly waiting: T[] = [];
  private readonly continuing: T[] = [];
  private working = 0;
  private limit: number;
  private closed: 'to none' | 'to beginners' | 'to all' = 'to none';
  private stopped = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  enqueue(item: T): void {
    this.waiting.push(item);
  }

  /** For an agent that was working before: it does not queue again behind all others. */
  enqueueFirst(item: T): void {
    this.continuing.push(item);
  }

  /** The next item that may work now, if any; `done` gives its place back. */
  next(): T | undefined {
    if (this.stopped || this.closed === 'to all' || this.working >= this.limit) return undefined;
    const item = this.continuing.shift() ?? (this.closed === 'to none' ? this.waiting.shift() : undefined);
    if (item !== undefined) this.working++;
    return item;
  }

  done(): void {
    this.working--;
  }

  /** Whether nothing works. */
  isIdle(): boolean {
    return this.working === 0;
  }

  get places(): number {
    return this.limit;
  }

  /** Of those that work beyond a lower limit none is stopped. */
  setLimit(limit: number): void {
    this.limit = limit;
  }

  /** `to beginners`: those that were working before still may. */
  close(to: 'to beginners' | 'to all'): void {
    this.closed = to;
  }

  /** For good: nothing works any more but what does. */
  stop(): void {
    this.stopped = true;
  }

  reopen(): void {
    this.closed = 'to none';
  }
}
