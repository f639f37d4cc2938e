import { expect, it } from '@jest/globals';
import type { ModelRequest } from '../../../src/agent/model/model-client.js';
import { createModels, type ModelEnv } from '../../../src/agent/model/models.js';
import { startScriptedModel } from '../../../src/agent/model/scripted/scripted-model.js';

it.each<[ModelEnv, string]>([
  [{}, 'ANTHROPIC_API_KEY'],
  [{ ANTHROPIC_API_KEY: '' }, 'ANTHROPIC_API_KEY'],
  [{ ANTHROPIC_API_KEY: 'sk-one\nsk-two' }, 'white space'],
])('%j: says what to set, and not the key', async (env, words) => {
  const access = await createModels(env).clientFor('anthropic');
  expect(access).toEqual({ kind: 'unavailable', message: expect.stringContaining(words) });
  expect(JSON.stringify(access)).not.toContain('sk-');
});

it('one client serves all agents of a process', async () => {
  const models = createModels({ ANTHROPIC_API_KEY: 'sk-one\n' });
  expect(await models.clientFor('anthropic')).toBe(await models.clientFor('anthropic'));
  expect(await models.clientFor('offline')).toBe(await models.clientFor('offline'));
  await models.close();
});

it('a limit that one agent meets is known to all others of the process', async () => {
  const server = await startScriptedModel();
  const models = createModels({ ANTHROPIC_API_KEY: 'sk-one', ANTHROPIC_BASE_URL: server.url });
  server.limit([{ ms: 60_000 }]);
  const ask = async () => {
    const access = await models.clientFor('anthropic');
    const how = { signal: new AbortController().signal, onText: () => {} };
    return access.kind === 'ready' && (await access.client.ask(REQUEST, how)).kind;
  };
  expect([await ask(), await ask(), await ask()]).toEqual(['error', 'held', 'held']);
  expect(server.stats().requests).toBe(1);
  await server.close();
});

const REQUEST: ModelRequest = {
  model: 'm',
  maxTokens: 10,
  effort: 'low',
  system: [],
  tools: [],
  messages: [{ role: 'user', content: 'x' }],
  stallMs: 10_000,
};

it('closing what was never started is fine', async () => {
  await expect(createModels({}).close()).resolves.toBeUndefined();
});
