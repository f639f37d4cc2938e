import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { Inbox } from './inbox.js';

type TimerCall = Extract<Call, { kind: 'timer' }>;

interface Timer {
  readonly scope: CancellationScope;
  /** Milliseconds since the epoch. */
  readonly due: number;
}

/** The script's timers as durable ones. */
export class Timers {
  private readonly inbox: Inbox;
  private readonly timers = new Map<CallId, Timer>();

  constructor(inbox: Inbox) {
    this.inbox = inbox;
  }

  set({ id, ms }: TimerCall): void {
    this.wait(id, Math.max(1, ms));
  }

  /** A timer that another Temporal run of this run has set. */
  put({ id, ms }: TimerCall, due: number | undefined): void {
    this.wait(id, due === undefined ? Math.max(1, ms) : Math.max(1, due - Date.now()));
  }

  /** When each is due. */
  carry(): Readonly<Record<CallId, number>> {
    return Object.fromEntries([...this.timers].map(([id, { due }]) => [id, due]));
  }

  clear(id: CallId): void {
    this.timers.get(id)?.scope.cancel();
    this.timers.delete(id);
  }

  end(): void {
    for (const id of [...this.timers.keys()]) this.clear(id);
  }

  private wait(id: CallId, ms: number): void {
    const scope = new CancellationScope();
    this.timers.set(id, { scope, due: Date.now() + ms });
    scope
      .run(() => sleep(ms))
      .then(
        () => {
          this.timers.delete(id);
          this.inbox.push({ kind: 'outcome', call: id, outcome: { status: 'ok', value: null }, tokens: 0 });
          this.inbox.deliver();
        },
        () => {}, // cleared
      );
  }
}
