import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelEnv } from '../../../../src/agent/model/routes/access.js';
import { connect } from '../../../../src/agent/model/routes/connect.js';
import { withPackage } from '../../../../src/agent/model/routes/optional-package.js';
import { type ScriptedModel, startScriptedModel } from '../../../../src/agent/model/scripted/scripted-model.js';
import { ask, expectEveryAnswer, STRAY } from './ask-route.js';
import { openProviderFront, type ProviderFront } from './provider-front.js';

let model: ScriptedModel;
let vertex: ProviderFront;
beforeAll(async () => {
  model = await startScriptedModel();
  vertex = await openProviderFront(model.url, 'vertex');
});
afterAll(async () => {
  vertex.close();
  await model.close();
});

const onVertex = (): ModelEnv => ({
  ...STRAY,
  CLAUDE_CODE_USE_VERTEX: '1',
  CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
  CLOUD_ML_REGION: 'global',
  ANTHROPIC_VERTEX_PROJECT_ID: 'project-1',
  ANTHROPIC_VERTEX_BASE_URL: vertex.url,
});
const onFoundry = (): ModelEnv => ({
  ...STRAY,
  CLAUDE_CODE_USE_FOUNDRY: 'yes',
  ANTHROPIC_FOUNDRY_API_KEY: 'foundry-key',
  ANTHROPIC_FOUNDRY_BASE_URL: model.url,
});

describe('the same reply comes by every route', () => {
  it.each<[string, () => ModelEnv]>([
    ['the public API', () => ({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: model.url })],
    ['Vertex', onVertex],
    ['Foundry', onFoundry],
  ])('%s', (route, env) => expectEveryAnswer(env(), route));
});

it('Vertex is asked in its own words, and gets no key of Anthropic', async () => {
  await ask(onVertex(), 'x');
  const { path, headers, body } = vertex.seen.at(-1) ?? { path: '', headers: {}, body: {} };
  expect(path).toBe('/projects/project-1/locations/global/publishers/anthropic/models/claude-test:streamRawPredict');
  expect(body).toHaveProperty('anthropic_version');
  expect(JSON.stringify(headers)).not.toContain('stray');
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
