import { type AnthropicAccess, createAnthropicClient } from '../anthropic.js';
import { type ModelEnv, type Route, ready, settingIn, unavailable } from './access.js';

/** The Messages API of Anthropic, or what answers in its place at ANTHROPIC_BASE_URL. */
export const connectPublicApi: Route = async (env) => {
  const credential = credentialIn(env);
  if (!credential) {
    return unavailable(
      'no key for the Anthropic API: set ANTHROPIC_API_KEY (or ANTHROPIC_AUTH_TOKEN) where the worker runs',
    );
  }
  if (/\s/.test(credential.secret)) {
    return unavailable('the key for the Anthropic API has white space inside: check ANTHROPIC_API_KEY');
  }
  return ready(createAnthropicClient({ baseUrl: settingIn(env, 'ANTHROPIC_BASE_URL'), credential }));
};

function credentialIn(env: ModelEnv): AnthropicAccess['credential'] | null {
  const key = settingIn(env, 'ANTHROPIC_API_KEY');
  if (key) return { kind: 'api-key', secret: key };
  const token = settingIn(env, 'ANTHROPIC_AUTH_TOKEN');
  return token ? { kind: 'auth-token', secret: token } : null;
}
