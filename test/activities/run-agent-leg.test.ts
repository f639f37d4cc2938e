import { afterEach, describe, expect, it } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createAgentActivities } from '../../src/activities/run-agent-leg.js';
import { createModels, type ModelEnv } from '../../src/agent/model/models.js';
import { type ScriptedModel, startScriptedModel } from '../../src/agent/model/scripted/scripted-model.js';
import { openStorage } from '../../src/storage/storage.js';
import type { TranscriptLog } from '../../src/storage/transcript-log.js';
import type { LegHeartbeat, LegRequest, LegResult } from '../../src/workflows/ports.js';
import { legRequest, REF } from '../support/agent-bench.js';
import { benchWorkshop } from '../support/bench-workshop.js';
import { createMemoryTranscriptLog } from '../support/memory-transcript-log.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function scripted(): Promise<ScriptedModel> {
  const server = await startScriptedModel();
  closing.push(() => server.close());
  return server;
}

/** Legs of these tests keep no record. */
const NO_ARCHIVE = openStorage('/nowhere', {}).archive;

function activity(env: ModelEnv, transcripts: TranscriptLog = createMemoryTranscriptLog(), archive = NO_ARCHIVE) {
  const models = createModels(env);
  closing.push(() => models.close());
  return createAgentActivities({ models, transcripts, archive, workshop: benchWorkshop({}) }).runAgentLeg;
}

/** What a worker gives an activity, without its log. */
function worldOf(info: Partial<Info>): MockActivityEnvironment {
  return new MockActivityEnvironment({ attempt: 1, ...info }, { logger: new DefaultLogger('ERROR') });
}

async function serve(
  leg: (request: LegRequest) => Promise<LegResult>,
  request: LegRequest,
  environment = worldOf({}),
): Promise<LegResult> {
  return environment.run(leg, request);
}

const key = (server: ScriptedModel): ModelEnv => ({ ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'sk-secret' });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the activity of one leg', () => {
  it('serves an agent at the address and with the key of the environment', async () => {
    const result = await serve(activity(key(await scripted())), legRequest('<<echo:hello>>'));
    expect(result).toEqual({
      kind: 'done',
      outcome: { status: 'ok', value: 'hello' },
      spent: {
        usage: expect.objectContaining({ input: 100, output: 50 }),
        turns: 1,
        requests: 1,
        toolCalls: 0,
        // No price is known of the scripted model.
        cost: { usd: 0, unknown: expect.any(Number) },
      },
    });
  });

  it('takes the other kind of credential too', async () => {
    const { url } = await scripted();
    const leg = activity({ ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: 'token' });
    expect(await serve(leg, legRequest('<<echo:hello>>'))).toMatchObject({ outcome: { value: 'hello' } });
  });

  it('starts the offline model by itself', async () => {
    const model = { provider: 'offline', id: 'offline', maxTokens: 1_000 } as const;
    expect(await serve(activity({}), legRequest('<<echo:offline>>', { model }))).toMatchObject({
      outcome: { status: 'ok', value: 'offline' },
    });
  });

  it('a worker without a key costs no agent its outcome: the leg yields, and says what to set', async () => {
    expect(await serve(activity({}), legRequest('x'))).toMatchObject({
      kind: 'yielded',
      why: { reason: 'no-provider', message: expect.stringContaining('ANTHROPIC_API_KEY') },
    });
  });

  it('yields in its grace when it is cancelled, and a shutdown is told apart', async () => {
    for (const [reason, why] of [
      ['CANCELLED', 'paused'],
      ['WORKER_SHUTDOWN', 'shutdown'],
    ] as const) {
      const server = await scripted();
      const environment = worldOf({});
      const running = serve(activity(key(server)), legRequest('<<delay:100>><<tool:Nothing {}>>'), environment);
      await until(() => server.stats().inFlight === 1);
      environment.cancel(reason);
      expect(await running).toMatchObject({ kind: 'yielded', why: { reason: why }, spent: { turns: 1 } });
    }
  });

  it('drops its request at once when the server has given it up', async () => {
    const server = await scripted();
    const environment = worldOf({});
    const running = serve(activity(key(server)), legRequest('<<hang*1>>'), environment);
    await until(() => server.stats().inFlight === 1);
    environment.cancel('NOT_FOUND');
    expect(await running).toMatchObject({ kind: 'yielded' });
  });

  it('heartbeats by a timer while the model says nothing', async () => {
    const server = await scripted();
    const environment = worldOf({ heartbeatTimeoutMs: 60 });
    const beats: LegHeartbeat[] = [];
    environment.on('heartbeat', (beat: LegHeartbeat) => beats.push(beat));
    const running = serve(activity(key(server)), legRequest('<<delay:400>>'), environment);
    await until(() => beats.length >= 2);
    expect(beats[0]).toEqual({ turn: 1, tool: null, tokens: 0, preview: '' });
    await running;
    const seen = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(beats.length).toBe(seen);
  });

  it('a superseded leg is not tried again', async () => {
    const transcripts = createMemoryTranscriptLog();
    transcripts.entriesOf(REF).push({ kind: 'claim', leg: 1, attempt: 2 });
    const failure = await serve(activity(key(await scripted()), transcripts), legRequest('x')).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'LegSuperseded', nonRetryable: true });
  });

  it.each([
    [1, false],
    [4, false],
    [5, true],
  ])('broken storage is tried again until the fifth attempt: %i', async (attempt, nonRetryable) => {
    const broken: TranscriptLog = {
      read: async () => [],
      append: async () => {
        throw new Error('disk full');
      },
    };
    const environment = worldOf({ attempt });
    const running = serve(activity(key(await scripted()), broken), legRequest('x'), environment);
    await expect(running).rejects.toMatchObject({ message: 'disk full', nonRetryable });
  });
});
