import Anthropic from '@anthropic-ai/sdk';
import { createMessagesClient, sdkOptions } from './messages-client.js';
import type { ModelClient } from './model-client.js';

/** How to reach the Messages API. */
export interface AnthropicAccess {
  /** Null for the public address. */
  readonly baseUrl: string | null;
  readonly credential: { readonly kind: 'api-key' | 'auth-token'; readonly secret: string };
}

export function createAnthropicClient({ baseUrl, credential }: AnthropicAccess): ModelClient {
  const { kind, secret } = credential;
  const sdk = new Anthropic({
    baseURL: baseUrl,
    ...(kind === 'api-key' ? { apiKey: secret } : { authToken: secret }),
    ...sdkOptions(),
  });
  return createMessagesClient(sdk, { secrets: [secret] });
}
