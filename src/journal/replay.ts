// What a run need not do again, since another run has done it.
//
// R1  Each line serves one call: keys tell equal calls apart (key.ts, K1).
// R2  `keyed`: a call is served by the line with its key, wherever it stands.
// R3  `prefix`: only where it stood, and only up to the first agent that the other run had not finished there. That agent
//     goes on with its conversation; every later one is new. Timers and nested workflows end no prefix by themselves.
// R4  Nothing else than the calls in their order decides: the same again for the same calls.

import type { Call } from '../interpreter/call.js';
import type { CallKey, JournalLine, ResultLine, StartedLine } from './line.js';
import { linesThatCount } from './lines-that-count.js';

/** What the other run knows of a call. */
export type Found =
  /** `order`: which of two outcomes came first there. */
  | { readonly kind: 'settled'; readonly line: ResultLine; readonly order: number }
  /** Its conversation can go on. */
  | { readonly kind: 'begun'; readonly line: StartedLine }
  | { readonly kind: 'new' };

export type ReplayRule = 'keyed' | 'prefix';

export class Replay {
  private readonly rule: ReplayRule;
  private readonly lines = new Map<CallKey, { readonly line: JournalLine; readonly order: number }>();
  private prefixEnded = false;

  constructor(lines: readonly JournalLine[], rule: ReplayRule) {
    this.rule = rule;
    for (const [order, line] of linesThatCount(lines).entries()) this.lines.set(line.key, { line, order });
  }

  /** To be asked once a call, in the order in which they are issued. */
  take(call: Call, key: CallKey): Found {
    if (this.rule === 'keyed') return this.find(key);
    if (this.prefixEnded) return NEW;
    const found = this.lines.get(key)?.line.call === call.id ? this.find(key) : NEW;
    if (call.kind === 'agent' && found.kind !== 'settled') this.endPrefix(); // R3
    return found;
  }

  private find(key: CallKey): Found {
    const found = this.lines.get(key);
    if (!found) return NEW;
    this.lines.delete(key); // R1, and values are large
    const { line, order } = found;
    return line.type === 'result' ? { kind: 'settled', line, order } : { kind: 'begun', line };
  }

  private endPrefix(): void {
    this.prefixEnded = true;
    this.lines.clear();
  }
}

const NEW: Found = { kind: 'new' };
