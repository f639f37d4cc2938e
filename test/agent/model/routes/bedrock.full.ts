// Bedrock's package brings the AWS SDK, too much for every set-up: the full tier installs it.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelRequest } from '../../../../src/agent/model/model-client.js';
import type { ModelEnv } from '../../../../src/agent/model/routes/access.js';
import { type ScriptedModel, startScriptedModel } from '../../../../src/agent/model/scripted/scripted-model.js';
import { ask, expectEveryAnswer, STRAY } from './ask-route.js';
import { openProviderFront, type ProviderFront } from './provider-front.js';

let model: ScriptedModel;
let bedrock: ProviderFront;
beforeAll(async () => {
  model = await startScriptedModel();
  bedrock = await openProviderFront(model.url, 'bedrock');
});
afterAll(async () => {
  bedrock.close();
  await model.close();
});

const onBedrock = (more: ModelEnv): ModelEnv => ({
  ...STRAY,
  CLAUDE_CODE_USE_BEDROCK: 'true',
  AWS_REGION: 'eu-west-1',
  ANTHROPIC_BEDROCK_BASE_URL: bedrock.url,
  ...more,
});
const SIGNED = { AWS_ACCESS_KEY_ID: 'AKIA-test', AWS_SECRET_ACCESS_KEY: 'aws-secret' };

describe('the same reply comes by Bedrock', () => {
  it('with a key', () => expectEveryAnswer(onBedrock({ AWS_BEARER_TOKEN_BEDROCK: 'bedrock-key' }), 'key'));
  it('signed', () => expectEveryAnswer(onBedrock(SIGNED), 'signature'));
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
