import { expect } from '@jest/globals';
import type { ModelRequest, ModelResult } from '../../../../src/agent/model/model-client.js';
import type { ModelEnv } from '../../../../src/agent/model/routes/access.js';
import { connect } from '../../../../src/agent/model/routes/connect.js';

/** Keys of other providers, which must go nowhere. */
export const STRAY = { ANTHROPIC_API_KEY: 'stray-key', ANTHROPIC_AUTH_TOKEN: 'stray-token' };

/** One request by the route that the environment names. */
export async function ask(env: ModelEnv, prompt: string, changes: Partial<ModelRequest> = {}): Promise<ModelResult> {
  const access = await connect(env);
  if (access.kind === 'unavailable') throw new Error(access.message);
  return access.client.ask(
    {
      model: 'claude-test',
      maxTokens: 10,
      effort: 'low',
      system: [],
      tools: [],
      messages: [{ role: 'user', content: prompt }],
      stallMs: 10_000,
      ...changes,
    },
    { signal: new AbortController().signal, onText: () => {} },
  );
}

/** That replies and refusals come by this route as by every other. */
export async function expectEveryAnswer(env: ModelEnv, route: string): Promise<void> {
  const prompt = '<<tool:Read {"file_path":"a"}>>';
  expect(await ask(env, prompt)).toMatchObject({
    kind: 'reply',
    reply: { content: [{ name: 'Read', input: { file_path: 'a' } }], stopReason: 'tool_use', usage: { output: 50 } },
  });
  expect(await ask(env, '<<status:529>>')).toMatchObject({ kind: 'error', class: 'rate-limit', status: 529 });
  expect(await ask(env, '<<status:400>>')).toMatchObject({ kind: 'error', class: 'terminal', status: 400 });
  expect(await ask(env, `<<cut*1>> by ${route}`)).toMatchObject({ kind: 'error', class: 'retry' });
}
