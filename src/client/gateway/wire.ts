import { connect, type Socket } from 'node:net';
import { onLines } from './on-lines.js';
import { type Answer, type Asking, fromWire, type Leaving, type Question } from './protocol.js';

/** A connection to a gateway. When it is lost every open question rejects with GatewayLost. */
export interface Wire {
  ask(question: Question): Promise<unknown>;
  /** The items of an answer, as they come; no more of them once `signal` has aborted. Who stops taking them has left. */
  items(question: Question, signal?: AbortSignal): AsyncIterable<unknown>;
  close(): void;
}

export class GatewayLost extends Error {
  override readonly name = 'GatewayLost';
}

/** Null when nobody listens there. */
export function openWire(path: string): Promise<Wire | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(null));
    socket.once('connect', () => resolve(wireOver(socket)));
  });
}

/** What becomes of the answers to one question. */
interface Listener {
  readonly item: (value: unknown) => void;
  readonly end: (outcome: { readonly value: unknown } | { readonly error: Error }) => void;
}

function wireOver(socket: Socket): Wire {
  const open = new Map<number, Listener>();
  let lost = false;
  let asked = 0;
  socket.on('close', () => {
    lost = true;
    for (const { end } of open.values()) end({ error: new GatewayLost() });
    open.clear();
  });
  onLines(socket, (line) => {
    const answer = JSON.parse(line) as Answer;
    const listener = open.get(answer.id);
    if (answer.kind === 'item') return listener?.item(answer.value);
    open.delete(answer.id);
    listener?.end(answer.kind === 'error' ? { error: fromWire(answer.error) } : { value: answer.value });
  });
  const write = (message: Asking | Leaving): void => void socket.write(`${JSON.stringify(message)}\n`);
  /** Returns what to call when nobody waits for the answer any more. */
  const send = (question: Question, listener: Listener): (() => void) => {
    const id = ++asked;
    if (lost) listener.end({ error: new GatewayLost() });
    else {
      open.set(id, listener);
      write({ id, question });
    }
    return () => {
      if (open.delete(id)) write({ left: id });
    };
  };
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        send(question, {
          item: () => undefined,
          end: (outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value)),
        });
      }),
    items: (question, signal) => streamed((listener) => send(question, listener), signal),
    close: () => socket.destroy(),
  };
}

async function* streamed(begin: (listener: Listener) => () => void, signal?: AbortSignal): AsyncIterable<unknown> {
  let waiting: unknown[] = [];
  let ended: { readonly value: unknown } | { readonly error: Error } | undefined;
  let wake: () => void = () => undefined;
  const leave = begin({
    item: (value) => {
      waiting.push(value);
      wake();
    },
    end: (outcome) => {
      ended = outcome;
      wake();
    },
  });
  signal?.addEventListener('abort', () => wake(), { once: true });
  try {
    for (;;) {
      if (signal?.aborted) return;
      const items = waiting;
      waiting = [];
      yield* items;
      if (waiting.length > 0 || signal?.aborted) continue;
      if (ended && 'error' in ended) throw ended.error;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    leave();
  }
}
