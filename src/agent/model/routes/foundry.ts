import { createMessagesClient, sdkOptions } from '../messages-client.js';
import { type Route, ready, settingIn, unavailable } from './access.js';
import { withPackage } from './optional-package.js';

const PACKAGE = '@anthropic-ai/foundry-sdk';

/** Claude on Microsoft Foundry, with the key of a resource. */
export const connectFoundry: Route = async (env) => {
  const apiKey = settingIn(env, 'ANTHROPIC_FOUNDRY_API_KEY');
  const resource = settingIn(env, 'ANTHROPIC_FOUNDRY_RESOURCE');
  const address = settingIn(env, 'ANTHROPIC_FOUNDRY_BASE_URL');
  if (!apiKey) return unavailable('no key for Microsoft Foundry: set ANTHROPIC_FOUNDRY_API_KEY where the worker runs');
  if ((resource === null) === (address === null)) {
    return unavailable('Microsoft Foundry needs either ANTHROPIC_FOUNDRY_RESOURCE or ANTHROPIC_FOUNDRY_BASE_URL');
  }
  const baseURL = address ?? `https://${resource}.services.ai.azure.com/anthropic/`;
  return withPackage(
    PACKAGE,
    () => import('@anthropic-ai/foundry-sdk'),
    ({ AnthropicFoundry }) => {
      const sdk = new AnthropicFoundry({ apiKey, resource: null, baseURL, ...sdkOptions() });
      return ready(createMessagesClient(sdk, { secrets: [apiKey] }));
    },
  );
};
