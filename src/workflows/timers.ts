import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { Inbox } from './inbox.js';

/** The script's timers as durable ones. */
export class Timers {
  private readonly inbox: Inbox;
  private readonly scopes = new Map<CallId, CancellationScope>();

  constructor(inbox: Inbox) {
    this.inbox = inbox;
  }

  set({ id, ms }: Extract<Call, { kind: 'timer' }>): void {
    const scope = new CancellationScope();
    this.scopes.set(id, scope);
    scope
      .run(() => sleep(Math.max(1, ms)))
      .then(
        () => {
          this.scopes.delete(id);
          this.inbox.push({ kind: 'outcome', call: id, outcome: { status: 'ok', value: null }, tokens: 0 });
          this.inbox.deliver();
        },
        () => {}, // cleared
      );
  }

  clear(id: CallId): void {
    this.scopes.get(id)?.cancel();
    this.scopes.delete(id);
  }

  end(): void {
    for (const id of [...this.scopes.keys()]) this.clear(id);
  }
}
