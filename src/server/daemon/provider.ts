type Env = Readonly<Record<string, string | undefined>>;

/** Which model provider a worker was started for. Holds no secret: it is written to disk and shown. */
export interface ProviderFingerprint {
  /** Whether a key or a token was set. */
  readonly key: boolean;
  /** The base address without user and password; null for the provider's own. */
  readonly baseUrl: string | null;
}

export function fingerprint(env: Env): ProviderFingerprint {
  return {
    key: Boolean(env.ANTHROPIC_API_KEY || env.ANTHROPIC_AUTH_TOKEN),
    baseUrl: env.ANTHROPIC_BASE_URL ? withoutCredentials(env.ANTHROPIC_BASE_URL) : null,
  };
}

/** The settings of the provider in an environment, secrets included. */
export function providerSettings(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => isSetting(entry[0]) && entry[1] !== undefined),
  );
}

/** The environment with its provider settings exchanged for others; those not among them are gone. */
export function withProvider(env: Env, settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const rest = Object.entries(env).filter(([name]) => !isSetting(name));
  return { ...Object.fromEntries(rest), ...settings };
}

function isSetting(name: string): boolean {
  return name.startsWith('ANTHROPIC_');
}

function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}
