import { expect, it } from '@jest/globals';
import { createModels, type ModelEnv } from '../../../src/agent/model/models.js';

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

it('closing what was never started is fine', async () => {
  await expect(createModels({}).close()).resolves.toBeUndefined();
});
