import type { Storage } from '../../storage/storage.js';
import { LonghaulError } from '../../config/errors.js';
import type { CostReport } from '../../workflows/cost-report.js';
import type { RunEvent } from '../../workflows/events.js';
import type { AskRow, Overview } from '../../workflows/messages.js';
import type { RunResult } from '../../workflows/run-result.js';
import type { AgentRow } from '../../workflows/state.js';
import type { LonghaulClient } from '../longhaul-client.js';
import type { RunFilter } from '../list-runs.js';
import type { LiveAgent } from '../live-agents.js';
import type { RunHandle } from '../run-handle.js';
import type { RunRow } from '../run-row.js';
import type { Question, RunMethod } from './protocol.js';
import { GatewayLost, openWire, type Wire } from './wire.js';

/**
 * A client that asks the daemon's gateway, which has Temporal's client loaded and connected: loading it takes longer
 * than most commands. When the gateway goes away `direct` takes over, from where the answers ended.
 *
 * Null when no gateway listens at `path`.
 */
export async function connectGateway(path: string, elsewhere: Elsewhere): Promise<LonghaulClient | null> {
  const wire = await openWire(path);
  return wire && gatewayClient(wire, elsewhere);
}

/** What does not go through the gateway, made when it is wanted. */
interface Elsewhere {
  readonly direct: () => Promise<LonghaulClient>;
  readonly storage: () => Promise<Storage>;
}

/** Questions may be asked again: a run is started once under its id, and a control that was obeyed is refused with words. */
function gatewayClient(wire: Wire, { direct, storage }: Elsewhere): LonghaulClient {
  let fallback: Promise<LonghaulClient> | undefined;
  let closed = false;
  const instead = async (): Promise<LonghaulClient> => {
    if (closed) throw new LonghaulError('CLIENT_CLOSED', {});
    fallback ??= direct().catch((error: unknown) => {
      fallback = undefined; // the next question may find the server
      throw error;
    });
    return fallback;
  };
  const ask = async <T>(question: Question, otherwise: (client: LonghaulClient) => Promise<T>): Promise<T> => {
    try {
      return (await wire.ask(question)) as T;
    } catch (error) {
      if (!(error instanceof GatewayLost)) throw error;
      return otherwise(await instead());
    }
  };

  const attach = (run: string): RunHandle => {
    const askRun = <M extends RunMethod>(method: M, ...args: Parameters<RunHandle[M]>): ReturnType<RunHandle[M]> =>
      ask({ ask: 'run', run, method, args }, (client) => {
        const again = client.attach(run)[method] as (...given: typeof args) => Promise<unknown>;
        return again(...args);
      }) as ReturnType<RunHandle[M]>;
    let result: Promise<RunResult> | undefined;
    return {
      run,
      overview: (): Promise<Overview> => askRun('overview'),
      isOpen: () => askRun('isOpen'),
      events: (from = 0, signal) => events(run, from, signal),
      result: () => {
        result ??= askRun('result');
        return result;
      },
      pause: (asked) => askRun('pause', asked),
      resume: (asked) => askRun('resume', asked),
      raise: (asked) => askRun('raise', asked),
      cost: (agents): Promise<CostReport> => askRun('cost', agents),
      asks: (): Promise<readonly AskRow[]> => askRun('asks'),
      approve: (target) => askRun('approve', target),
      answer: (target) => askRun('answer', target),
      deny: (target) => askRun('deny', target),
      stop: (asked) => askRun('stop', asked),
      agents: (page): Promise<readonly AgentRow[]> => askRun('agents', page),
      live: (): Promise<readonly LiveAgent[]> => askRun('live'),
      kill: (target) => askRun('kill', target),
      skip: (target) => askRun('skip', target),
      restart: (target) => askRun('restart', target),
      steer: (asked) => askRun('steer', asked),
      setConcurrency: (asked) => askRun('setConcurrency', asked),
    };
  };

  async function* events(run: string, from: number, signal: AbortSignal | undefined): AsyncIterable<RunEvent> {
    let next = from;
    try {
      for await (const item of wire.items({ ask: 'events', run, from }, signal)) {
        const event = item as RunEvent;
        next = event.seq + 1;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof GatewayLost)) throw error;
      if (!closed) yield* (await instead()).attach(run).events(next, signal);
    }
  }

  async function* list(filter: RunFilter = {}): AsyncIterable<RunRow> {
    const seen = new Set<string>();
    try {
      for await (const item of wire.items({ ask: 'list', filter })) {
        const row = item as RunRow;
        seen.add(row.run);
        yield row;
      }
    } catch (error) {
      if (!(error instanceof GatewayLost)) throw error;
      for await (const row of (await instead()).list(filter)) if (!seen.has(row.run)) yield row;
    }
  }

  return {
    storage,
    start: async (run) => {
      const setup = Buffer.from(run.setup).toString('base64');
      const id = await ask({ ask: 'start', spec: run.spec, setup }, async (client) => (await client.start(run)).run);
      return attach(id);
    },
    attach,
    find: async (named) => attach(await ask({ ask: 'find', named }, async (client) => (await client.find(named)).run)),
    list,
    inbox: () => ask({ ask: 'inbox' }, (client) => client.inbox()),
    past: (name, most) => ask({ ask: 'past', name, most }, (client) => client.past(name, most)),
    close: async () => {
      closed = true;
      wire.close();
      await (await fallback)?.close();
    },
  };
}
