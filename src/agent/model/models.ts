import type { ModelChoice } from '../../workflows/ports.js';
import type { AnthropicAccess } from './anthropic.js';
import type { ModelClient } from './model-client.js';
import type { ScriptedModel } from './scripted/scripted-model.js';

/** The models a worker can reach: one client a provider, made when the first agent asks for it. */
export interface Models {
  clientFor(provider: ModelChoice['provider']): Promise<ModelAccess>;
  /** Ends the offline model, if it was started. */
  close(): Promise<void>;
}

export type ModelAccess =
  | { readonly kind: 'ready'; readonly client: ModelClient }
  /** `message` says what to set. */
  | { readonly kind: 'unavailable'; readonly message: string };

/** The part of the environment that says how the provider is reached. */
export interface ModelEnv {
  readonly ANTHROPIC_BASE_URL?: string | undefined;
  readonly ANTHROPIC_API_KEY?: string | undefined;
  readonly ANTHROPIC_AUTH_TOKEN?: string | undefined;
}

export function createModels(env: ModelEnv): Models {
  let anthropic: Promise<ModelAccess> | undefined;
  let scripted: Promise<ScriptedModel> | undefined;
  let offline: Promise<ModelAccess> | undefined;
  return {
    clientFor(provider) {
      if (provider === 'anthropic') {
        anthropic ??= connectAnthropic(env);
        return anthropic;
      }
      scripted ??= startOffline();
      offline ??= connectOffline(scripted);
      return offline;
    },
    async close() {
      await (await scripted)?.close();
    },
  };
}

async function connectAnthropic(env: ModelEnv): Promise<ModelAccess> {
  const credential = credentialIn(env);
  if (!credential) {
    return unavailable(
      'no key for the Anthropic API: set ANTHROPIC_API_KEY (or ANTHROPIC_AUTH_TOKEN) where the worker runs',
    );
  }
  if (/\s/.test(credential.secret)) {
    return unavailable('the key for the Anthropic API has white space inside: check ANTHROPIC_API_KEY');
  }
  return ready({ baseUrl: env.ANTHROPIC_BASE_URL || null, credential });
}

function unavailable(message: string): ModelAccess {
  return { kind: 'unavailable', message };
}

function credentialIn(env: ModelEnv): AnthropicAccess['credential'] | null {
  // A line break at the end is what copying a key out of a file leaves.
  const key = env.ANTHROPIC_API_KEY?.trim();
  if (key) return { kind: 'api-key', secret: key };
  const token = env.ANTHROPIC_AUTH_TOKEN?.trim();
  return token ? { kind: 'auth-token', secret: token } : null;
}

async function startOffline(): Promise<ScriptedModel> {
  const { startScriptedModel } = await import('./scripted/scripted-model.js');
  return startScriptedModel();
}

async function connectOffline(scripted: Promise<ScriptedModel>): Promise<ModelAccess> {
  const { url } = await scripted;
  return ready({ baseUrl: url, credential: { kind: 'api-key', secret: 'offline' } });
}

/** Loading the SDK takes a tenth of a second: only workers that serve agents pay it. */
async function ready(access: AnthropicAccess): Promise<ModelAccess> {
  const { createAnthropicClient } = await import('./anthropic.js');
  return { kind: 'ready', client: createAnthropicClient(access) };
}
