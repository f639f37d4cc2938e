import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelRequest, ModelResult } from '../../../../src/agent/model/model-client.js';
import type { ModelEnv } from '../../../../src/agent/model/routes/access.js';
import { connect } from '../../../../src/agent/model/routes/connect.js';
import { withPackage } from '../../../../src/agent/model/routes/optional-package.js';
import { type ScriptedModel, startScriptedModel } from '../../../../src/agent/model/scripted/scripted-model.js';
import { openProviderFront, type ProviderFront } from './provider-front.js';

let model: ScriptedModel;
let vertex: ProviderFront;
let bedrock: ProviderFront;
beforeAll(async () => {
  model = await startScriptedModel();
  vertex = await openProviderFront(model.url, 'vertex');
  bedrock = await openProviderFront(model.url, 'bedrock');
});
afterAll(async () => {
  vertex.close();
  bedrock.close();
  await model.close();
});

/** Keys of other providers, which must go nowhere. */
const STRAY = { ANTHROPIC_API_KEY: 'stray-key', ANTHROPIC_AUTH_TOKEN: 'stray-token' };

const onVertex = (): ModelEnv => ({
  ...STRAY,
  CLAUDE_CODE_USE_VERTEX: '1',
  CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
  CLOUD_ML_REGION: 'global',
  ANTHROPIC_VERTEX_PROJECT_ID: 'project-1',
  ANTHROPIC_VERTEX_BASE_URL: vertex.url,
});
const onBedrock = (more: ModelEnv): ModelEnv => ({
  ...STRAY,
  CLAUDE_CODE_USE_BEDROCK: 'true',
  AWS_REGION: 'eu-west-1',
  ANTHROPIC_BEDROCK_BASE_URL: bedrock.url,
  ...more,
});
const onFoundry = (): ModelEnv => ({
  ...STRAY,
  CLAUDE_CODE_USE_FOUNDRY: 'yes',
  ANTHROPIC_FOUNDRY_API_KEY: 'foundry-key',
  ANTHROPIC_FOUNDRY_BASE_URL: model.url,
});
const SIGNED = { AWS_ACCESS_KEY_ID: 'AKIA-test', AWS_SECRET_ACCESS_KEY: 'aws-secret' };

async function ask(env: ModelEnv, prompt: string, changes: Partial<ModelRequest> = {}): Promise<ModelResult> {
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

describe('the same reply comes by every route', () => {
  it.each<[string, () => ModelEnv]>([
    ['the public API', () => ({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: model.url })],
    ['Vertex', onVertex],
    ['Bedrock, with a key', () => onBedrock({ AWS_BEARER_TOKEN_BEDROCK: 'bedrock-key' })],
    ['Bedrock, signed', () => onBedrock(SIGNED)],
    ['Foundry', onFoundry],
  ])('%s', async (route, env) => {
    const prompt = '<<tool:Read {"file_path":"a"}>>';
    expect(await ask(env(), prompt)).toMatchObject({
      kind: 'reply',
      reply: { content: [{ name: 'Read', input: { file_path: 'a' } }], stopReason: 'tool_use', usage: { output: 50 } },
    });
    expect(await ask(env(), '<<status:529>>')).toMatchObject({ kind: 'error', class: 'retry', status: 529 });
    expect(await ask(env(), '<<status:400>>')).toMatchObject({ kind: 'error', class: 'terminal', status: 400 });
    expect(await ask(env(), `<<cut*1>> by ${route}`)).toMatchObject({ kind: 'error', class: 'retry' });
  });
});

it('Vertex is asked in its own words, and gets no key of Anthropic', async () => {
  await ask(onVertex(), 'x');
  const { path, headers, body } = vertex.seen.at(-1) ?? { path: '', headers: {}, body: {} };
  expect(path).toBe('/projects/project-1/locations/global/publishers/anthropic/models/claude-test:streamRawPredict');
  expect(body).toHaveProperty('anthropic_version');
  expect(JSON.stringify(headers)).not.toContain('stray');
});

describe('Bedrock is asked in its own words', () => {
  it('in the region, for the global profile, with its key and no other', async () => {
    await ask(onBedrock({ AWS_BEARER_TOKEN_BEDROCK: 'bedrock-key' }), 'x');
    const { path, headers } = bedrock.seen.at(-1) ?? { path: '', headers: {} };
    expect(path).toBe('/model/global.anthropic.claude-test/invoke-with-response-stream');
    expect(headers.authorization).toBe('Bearer bedrock-key');
    expect(JSON.stringify(headers)).not.toContain('stray');
  });

  it('signed where there is no key', async () => {
    await ask(onBedrock(SIGNED), 'x');
    const authorization = bedrock.seen.at(-1)?.headers.authorization;
    expect(authorization).toContain('/eu-west-1/bedrock/aws4_request');
    expect(authorization).not.toContain('aws-secret');
  });

  it('for the profile that a person names', async () => {
    await ask(onBedrock(SIGNED), 'x', { model: 'us.anthropic.claude-test-v1:0' });
    expect(bedrock.seen.at(-1)?.path).toContain('/model/us.anthropic.claude-test-v1:0/');
  });

  it('without tools it does not run', async () => {
    const tools: ModelRequest['tools'] = [
      { type: 'web_search_20250305', name: 'web_search' },
      { name: 'Read', input_schema: { type: 'object' } },
    ];
    await ask(onBedrock(SIGNED), 'x', { tools });
    expect(bedrock.seen.at(-1)?.body).toMatchObject({ tools: [{ name: 'Read' }] });
  });
});

describe('what is missing is said', () => {
  it.each<[ModelEnv, string]>([
    [{ CLAUDE_CODE_USE_VERTEX: '1' }, 'CLOUD_ML_REGION'],
    [{ CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_RESOURCE: 'r' }, 'ANTHROPIC_FOUNDRY_API_KEY'],
    [{ CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_API_KEY: 'k' }, 'ANTHROPIC_FOUNDRY_RESOURCE'],
    [{ CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_USE_VERTEX: 'on' }, 'only one'],
    [{ CLAUDE_CODE_USE_BEDROCK: '0', CLAUDE_CODE_USE_VERTEX: '' }, 'ANTHROPIC_API_KEY'],
  ])('%j', async (env, words) => {
    expect(await connect(env)).toEqual({ kind: 'unavailable', message: expect.stringContaining(words) });
  });
});

describe('a package that only some need', () => {
  const use = async () => {
    throw new Error('used');
  };

  it('is named when it is not installed', async () => {
    const name = '@longhaul/not-there';
    const access = await withPackage(name, () => import(name), use);
    expect(access).toMatchObject({ kind: 'unavailable', message: expect.stringContaining(`npm install ${name}`) });
  });

  it('is not to blame for what it needs itself', async () => {
    const missing = new Error("Cannot find package 'other' imported from /some/where/some-sdk/index.js");
    const access = await withPackage('some-sdk', () => Promise.reject(missing), use);
    expect(access).toMatchObject({ message: "the package some-sdk cannot be loaded: Cannot find package 'other'" });
  });
});
