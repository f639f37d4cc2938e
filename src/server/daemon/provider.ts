import { isOn } from '../../config/env-switch.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Which model provider a worker was started for. Holds no secret: it is written to disk and shown. */
export interface ProviderFingerprint {
  /** Whether a key or a token was set, or a cloud is asked, which has credentials of its own. */
  readonly key: boolean;
  /** The cloud that serves the models; null for the Anthropic API. */
  readonly cloud: string | null;
  /** The base address without user and password; null for the provider's own. */
  readonly baseUrl: string | null;
}

export function fingerprint(env: Env): ProviderFingerprint {
  const cloud = Object.entries(CLOUDS).find(([name]) => isOn(env[name]))?.[1] ?? null;
  return {
    key: cloud !== null || Boolean(env.ANTHROPIC_API_KEY || env.ANTHROPIC_AUTH_TOKEN),
    cloud,
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

/** Switches as in Claude Code. */
const CLOUDS: Readonly<Record<string, string>> = {
  CLAUDE_CODE_USE_BEDROCK: 'Amazon Bedrock',
  CLAUDE_CODE_USE_VERTEX: 'Google Vertex AI',
  CLAUDE_CODE_USE_FOUNDRY: 'Microsoft Foundry',
};

function isSetting(name: string): boolean {
  return PREFIXES.some((prefix) => name.startsWith(prefix)) || OTHERS.has(name);
}

const PREFIXES = ['ANTHROPIC_', 'CLAUDE_CODE_USE_', 'CLAUDE_CODE_SKIP_', 'AWS_'];
const OTHERS: ReadonlySet<string> = new Set([
  'CLOUD_ML_REGION',
  'GOOGLE_CLOUD_PROJECT',
  'GOOGLE_APPLICATION_CREDENTIALS',
]);

function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}
