// Keeps the requests for a model back while its provider limits it: N agents do not ask N times whether they may ask.
//
// Owns: until when a model is left alone, and who asks first then. Never: how often a request is tried again, and what
// becomes of its leg (ask.ts).
//
// V1  Until the time is over that the provider has asked for, no request is sent. Those that were in flight when it began
//     can only make it longer.
// V2  Then one request is sent, the probe. All others wait for its fate.
// V3  When the provider begins to reply to the probe, all are sent. When it limits the probe, V1 holds again. When the
//     probe ends in any other way, the request that waits longest is sent in its place.
// V4  A request that would wait longer than its caller wants comes back unsent as soon as that is known.

import type { ModelClient, ModelResult, Patience } from '../model-client.js';

export interface CircuitOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The client with a circuit for each of its models. All agents of a process must share it. */
export function behindCircuits(client: ModelClient, { now = Date.now }: CircuitOptions = {}): ModelClient {
  // Of the models that are limited: of any other there is nothing to know.
  const circuits = new Map<string, Circuit>();

  function limit(model: string, until: number, message: string): void {
    const circuit = circuits.get(model) ?? new Circuit(now, () => circuits.delete(model));
    circuits.set(model, circuit);
    circuit.limit(until, message);
  }

  return {
    async ask(request, how) {
      const leave = await circuits.get(request.model)?.leaveToSend(how.patience);
      if (leave?.kind === 'held') return leave;
      const probe = leave?.probe;
      const begin = () => {
        probe?.served();
        how.onBegin?.();
      };
      try {
        const result = await client.ask(request, { ...how, onBegin: begin });
        if (result.kind === 'reply') probe?.served();
        const wait = askedWait(result);
        if (wait) limit(request.model, now() + wait.ms, wait.message);
        return result;
      } finally {
        probe?.ended();
      }
    },
  };
}

/** What the provider wants of all; null where it says nothing, or only that this request failed. */
function askedWait(result: ModelResult): { readonly ms: number; readonly message: string } | null {
  if (result.kind !== 'error' || result.class !== 'rate-limit' || !result.retryAfterMs) return null;
  return { ms: result.retryAfterMs, message: result.message };
}

type Held = Extract<ModelResult, { readonly kind: 'held' }>;
type Leave = { readonly kind: 'send'; readonly probe?: Probe } | Held;

/** The request that tries. What it tells when it is the probe no more counts for nothing. */
interface Probe {
  /** The provider begins to reply. */
  served(): void;
  ended(): void;
}

interface Waiting {
  readonly patience: Patience;
  leave(how: Leave): void;
}

type State =
  | { readonly kind: 'open'; readonly until: number; readonly timer: NodeJS.Timeout }
  /** The time is over, and nobody has asked since. */
  | { readonly kind: 'due' }
  | { readonly kind: 'probing'; readonly probe: Probe };

/** Of one model that is limited, until the provider serves it again. */
class Circuit {
  private readonly now: () => number;
  private readonly served: () => void;
  /** In the order in which they came. */
  private readonly line = new Set<Waiting>();
  private state: State = { kind: 'due' };
  private message = '';

  /** `served` is called when the limit has ended. */
  constructor(now: () => number, served: () => void) {
    this.now = now;
    this.served = served;
  }

  limit(until: number, message: string): void {
    if (this.state.kind === 'open') {
      if (until <= this.state.until) return;
      clearTimeout(this.state.timer);
    }
    // It need not keep the process alive: whoever waits has a timer of its own.
    const timer = setTimeout(() => this.tryNext(), until - this.now()).unref();
    this.state = { kind: 'open', until, timer };
    this.message = message;
    for (const waiting of [...this.line]) if (until > waiting.patience.until) waiting.leave(this.held());
  }

  async leaveToSend(patience: Patience | undefined): Promise<Leave> {
    const { state } = this;
    if (state.kind === 'due') return this.asProbe();
    if (!patience || patience.signal.aborted) return this.held();
    if (state.kind === 'open' && state.until > patience.until) return this.held();
    return this.wait(patience);
  }

  private wait(patience: Patience): Promise<Leave> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        patience,
        leave: (how) => {
          clearTimeout(timer);
          patience.signal.removeEventListener('abort', giveUp);
          this.line.delete(waiting);
          resolve(how);
        },
      };
      const giveUp = () => waiting.leave(this.held());
      const timer = setTimeout(giveUp, patience.until - this.now());
      patience.signal.addEventListener('abort', giveUp, { once: true });
      this.line.add(waiting);
    });
  }

  private tryNext(): void {
    const [longest] = this.line;
    if (longest) longest.leave(this.asProbe());
    else this.state = { kind: 'due' };
  }

  private asProbe(): Leave {
    const isProbe = () => this.state.kind === 'probing' && this.state.probe === probe;
    const probe: Probe = {
      served: () => {
        if (isProbe()) this.close();
      },
      ended: () => {
        if (isProbe()) this.tryNext();
      },
    };
    this.state = { kind: 'probing', probe };
    return { kind: 'send', probe };
  }

  private close(): void {
    this.state = { kind: 'due' };
    this.served();
    for (const waiting of [...this.line]) waiting.leave({ kind: 'send' });
  }

  private held(): Held {
    return { kind: 'held', until: this.state.kind === 'open' ? this.state.until : null, message: this.message };
  }
}
