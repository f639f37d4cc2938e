import { isOn } from '../../../config/env-switch.js';
import type { AnthropicVertex, ClientOptions } from '@anthropic-ai/vertex-sdk';
import { messageOf } from '../../../config/message-of.js';
import { createMessagesClient, sdkOptions } from '../messages-client.js';
import { oneLine } from '../one-line.js';
import { type Route, ready, settingIn, unavailable } from './access.js';
import { withPackage } from './optional-package.js';

const PACKAGE = '@anthropic-ai/vertex-sdk';

/** Claude on Google Vertex AI, with the application default credentials of the machine. */
export const connectVertex: Route = async (env) => {
  const region = settingIn(env, 'CLOUD_ML_REGION');
  if (!region) return unavailable('Vertex AI needs a region: set CLOUD_ML_REGION, for example to global');
  return withPackage(
    PACKAGE,
    () => import('@anthropic-ai/vertex-sdk'),
    async ({ AnthropicVertex }) => {
      const sdk = new AnthropicVertex({
        region,
        projectId: settingIn(env, 'ANTHROPIC_VERTEX_PROJECT_ID') ?? settingIn(env, 'GOOGLE_CLOUD_PROJECT'),
        baseURL: settingIn(env, 'ANTHROPIC_VERTEX_BASE_URL'),
        ...(isOn(env.CLAUDE_CODE_SKIP_VERTEX_AUTH) && { authClient: ANONYMOUS }),
        ...sdkOptions(),
      });
      const fault = await faultOfCredentials(sdk);
      return fault === null ? ready(createMessagesClient(sdk, { secrets: [] })) : unavailable(fault);
    },
  );
};

/** For gateways that add the credentials themselves. */
const ANONYMOUS = { getRequestHeaders: async () => new Headers() } as unknown as NonNullable<
  ClientOptions['authClient']
>;

/**
 * Credentials that the SDK began to look for when it was made. Without anyone who waits for them now, their absence would
 * end the process.
 */
async function faultOfCredentials(sdk: AnthropicVertex): Promise<string | null> {
  try {
    await sdk['_authClientPromise'];
    return null;
  } catch (error) {
    return `no Google credentials for Vertex AI (gcloud auth application-default login): ${oneLine(messageOf(error))}`;
  }
}
