import { isOn } from '../../../config/env-switch.js';
import { createMessagesClient, sdkOptions } from '../messages-client.js';
import { type ModelEnv, type Route, ready, settingIn } from './access.js';
import { withPackage } from './optional-package.js';

const PACKAGE = '@anthropic-ai/bedrock-sdk';

/** Claude on Amazon Bedrock: with a Bedrock key, else signed with the AWS credentials of the environment or the machine. */
export const connectBedrock: Route = (env) =>
  withPackage(
    PACKAGE,
    () => import('@anthropic-ai/bedrock-sdk'),
    ({ AnthropicBedrock }) => {
      const region = settingIn(env, 'AWS_REGION') ?? settingIn(env, 'AWS_DEFAULT_REGION') ?? 'us-east-1';
      const address = `https://bedrock-runtime.${region}.amazonaws.com`;
      const options = {
        awsRegion: region,
        baseURL: settingIn(env, 'ANTHROPIC_BEDROCK_BASE_URL') ?? address,
        apiKey: settingIn(env, 'AWS_BEARER_TOKEN_BEDROCK'),
        skipAuth: isOn(env.CLAUDE_CODE_SKIP_BEDROCK_AUTH),
        ...sdkOptions(),
      };
      const keys = keysIn(env);
      const sdk = keys ? new AnthropicBedrock({ ...options, ...keys }) : new AnthropicBedrock(options);
      const secrets = SECRETS.flatMap((name) => settingIn(env, name) ?? []);
      return ready(createMessagesClient(sdk, { secrets, modelId: bedrockId, providerTools: 'none' }));
    },
  );

const SECRETS = ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** Without both keys the SDK looks where all of AWS looks. */
function keysIn(env: ModelEnv) {
  const awsAccessKey = settingIn(env, 'AWS_ACCESS_KEY_ID');
  const awsSecretKey = settingIn(env, 'AWS_SECRET_ACCESS_KEY');
  if (!awsAccessKey || !awsSecretKey) return null;
  return { awsAccessKey, awsSecretKey, awsSessionToken: settingIn(env, 'AWS_SESSION_TOKEN') };
}

/** Ids of the Messages API stand for the profile that is served in all regions; ids of Bedrock and ARNs for themselves. */
function bedrockId(id: string): string {
  return id.startsWith('claude-') ? `global.anthropic.${id}` : id;
}
