import { runLeg } from '../../src/agent/agent-loop.js';
import type { AgentEvent } from '../../src/agent/events.js';
import { createAnthropicClient } from '../../src/agent/model/anthropic.js';
import type { ModelClient } from '../../src/agent/model/model-client.js';
import { type ScriptedModel, startScriptedModel } from '../../src/agent/model/scripted/scripted-model.js';
import { createStop, type StopReason } from '../../src/agent/stop.js';
import type { Workshop } from '../../src/agent/gear/gear.js';
import type { LegRequest, LegResult, RetryPolicy } from '../../src/workflows/ports.js';
import { benchWorkshop, type BenchGear } from './bench-workshop.js';
import { createMemoryTranscriptLog, type MemoryTranscriptLog } from './memory-transcript-log.js';

/** Quick and free of chance, so that tests need not wait. */
export const QUICK_RETRY: RetryPolicy = { attempts: 4, backoffMs: 1, maxBackoffMs: 4, longestWaitMs: 60_000 };

export const REF = { run: 'lh-test-1', call: 1 };

export function legRequest(prompt: string, changes: Partial<LegRequest> = {}): LegRequest {
  return {
    ...REF,
    leg: 1,
    label: 'test',
    prompt,
    options: {},
    model: { provider: 'anthropic', id: 'claude-test', maxTokens: 8_000 },
    workspace: process.cwd(),
    base: null,
    setup: null,
    onAsk: 'deny',
    decisions: [],
    retry: QUICK_RETRY,
    stallMs: 20_000,
    ...changes,
  };
}

/** One scripted model, one transcript log, and legs that use them. */
export interface AgentBench {
  readonly server: ScriptedModel;
  readonly log: MemoryTranscriptLog;
  readonly events: AgentEvent[];
  run(request: LegRequest, how?: RunOptions): Promise<LegResult>;
  close(): Promise<void>;
}

export interface RunOptions extends BenchGear {
  /** In the place of tools, permissions and setup. */
  readonly workshop?: Workshop;
  readonly attempt?: number;
  readonly asked?: AbortSignal;
  readonly reason?: StopReason;
  readonly graceMs?: number;
  readonly baseUrl?: string;
  /** In place of a client of its own at `baseUrl`. */
  readonly model?: ModelClient;
  /** Milliseconds since the epoch; stands still. */
  readonly now?: number;
}

export async function openAgentBench(): Promise<AgentBench> {
  const server = await startScriptedModel();
  const log = createMemoryTranscriptLog();
  const events: AgentEvent[] = [];
  return {
    server,
    log,
    events,
    async run(request, how = {}) {
      const stop = createStop({
        asked: how.asked ?? new AbortController().signal,
        reason: () => how.reason ?? 'paused',
        graceMs: () => how.graceMs ?? 10_000,
      });
      const baseUrl = how.baseUrl ?? server.url;
      try {
        return await runLeg(request, {
          model: how.model ?? clientAt(baseUrl),
          transcripts: log,
          workshop: how.workshop ?? benchWorkshop(how),
          attempt: how.attempt ?? 1,
          stop,
          emit: (event) => events.push(event),
          now: () => how.now ?? 0,
          random: () => 0.5,
        });
      } finally {
        stop.release();
      }
    },
    close: () => server.close(),
  };
}

export function clientAt(baseUrl: string): ModelClient {
  return createAnthropicClient({ baseUrl, credential: { kind: 'api-key', secret: 'sk-test-secret' } });
}
