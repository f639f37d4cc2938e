import type { CallId } from '../interpreter/call.js';
import type { Json, Outcome } from '../interpreter/outcome.js';

interface FanOut {
  readonly agents: number;
  open: number;
  fruitful: boolean;
}

/** Notices fan-outs that came to nothing. Agents that were asked for in one entry of the script are one fan-out. */
export class FanOuts {
  private readonly fanOuts = new Map<CallId, FanOut>();
  private asked: CallId[] = [];

  ask(call: CallId): void {
    this.asked.push(call);
  }

  /** What is asked for from now on is another fan-out. */
  close(): void {
    if (this.asked.length > 1) {
      const fanOut: FanOut = { agents: this.asked.length, open: this.asked.length, fruitful: false };
      for (const call of this.asked) this.fanOuts.set(call, fanOut);
    }
    if (this.asked.length > 0) this.asked = [];
  }

  /** How many agents the fan-out had that is over with this outcome and has come to nothing; null otherwise. */
  settle(call: CallId, outcome: Outcome): number | null {
    const fanOut = this.fanOuts.get(call);
    if (!fanOut) return null;
    this.fanOuts.delete(call);
    fanOut.open--;
    fanOut.fruitful ||= outcome.status === 'ok' && !isEmpty(outcome.value);
    return fanOut.open === 0 && !fanOut.fruitful ? fanOut.agents : null;
  }
}

function isEmpty(value: Json): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
