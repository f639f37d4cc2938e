import type { ModelClient } from '../model-client.js';

/** The environment of a worker, as far as models go: names as in Claude Code and in the SDKs. */
export type ModelEnv = Readonly<Record<string, string | undefined>>;

export type ModelAccess =
  | { readonly kind: 'ready'; readonly client: ModelClient }
  /** `message` says what to set or to install. */
  | { readonly kind: 'unavailable'; readonly message: string };

/** One way to reach Claude. */
export type Route = (env: ModelEnv) => Promise<ModelAccess>;

export function ready(client: ModelClient): ModelAccess {
  return { kind: 'ready', client };
}

export function unavailable(message: string): ModelAccess {
  return { kind: 'unavailable', message };
}

/** A line break at the end is what copying a key out of a file leaves. Null where there is nothing. */
export function settingIn(env: ModelEnv, name: string): string | null {
  return env[name]?.trim() || null;
}
