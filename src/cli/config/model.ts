import type { FoundFile } from '../../agent/context/settings.js';
import { DEFAULT_EFFORT } from '../../agent/model/model-client.js';
import { defaultModel } from '../../config/default-model.js';
import { modelAliases, modelId } from '../../config/models.js';
import type { PriceTable } from '../../config/prices.js';
import { fingerprint } from '../../server/daemon/provider.js';
import { DEFAULT, type Env, fromEnv, ofEnv, secretOfEnv, type Setting } from './setting.js';

/** Where models are asked, and which. `files` are the settings files that are heard, the strongest first. */
export function modelSettings(env: Env, files: readonly FoundFile[]): readonly Setting[] {
  return [...providerSettings(env), ...choiceSettings(env, files)];
}

function providerSettings(env: Env): readonly Setting[] {
  const { cloud, baseUrl } = fingerprint(env);
  const chosen = fromEnv(env, 'CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY');
  return [
    { key: 'provider.route', value: cloud ?? 'Anthropic API', origin: (cloud !== null && chosen?.origin) || DEFAULT },
    { key: 'provider.address', value: baseUrl, origin: fromEnv(env, 'ANTHROPIC_BASE_URL')?.origin ?? DEFAULT },
    secretOfEnv('provider.key', env, ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN']),
    ofEnv('provider.offline', env, ['LONGHAUL_OFFLINE'], null),
  ];
}

function choiceSettings(env: Env, files: readonly FoundFile[]): readonly Setting[] {
  const aliases = modelAliases(env);
  const settings = files.find(({ content }) => content.model !== undefined);
  const { name, by } = defaultModel({ settings: settings?.content.model ?? null }, env);
  const effort = files.find(({ content }) => content.effortLevel !== undefined);
  return [
    { key: 'model', value: modelId(name, aliases), origin: by === 'settings' ? (settings?.path ?? by) : by },
    { key: 'effort', value: effort?.content.effortLevel ?? DEFAULT_EFFORT, origin: effort?.path ?? DEFAULT },
    ...Object.entries(aliases).map(([alias, id]) => ({
      key: `model.alias.${alias}`,
      value: id,
      origin: fromEnv(env, `ANTHROPIC_DEFAULT_${alias.toUpperCase()}_MODEL`)?.origin ?? DEFAULT,
    })),
  ];
}

/** Prices that a person has set in `file`. */
export function priceSettings(prices: PriceTable, file: string): readonly Setting[] {
  return Object.entries(prices).map(([model, price]) => ({
    key: `price.${model}`,
    value: `$${price.input} in, $${price.output} out per million tokens`,
    origin: file,
  }));
}
