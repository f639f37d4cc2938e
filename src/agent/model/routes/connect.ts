import { isOn } from '../../../config/env-switch.js';
import { type ModelAccess, type ModelEnv, type Route, unavailable } from './access.js';

/**
 * Connects to Claude by the route that the environment switches on: the public API when it names none. A route is loaded
 * when it is taken: its SDK takes a tenth of a second and more, and may not be installed.
 */
export async function connect(env: ModelEnv): Promise<ModelAccess> {
  const on = Object.keys(ROUTES).filter((name) => isOn(env[name]));
  if (on.length > 1) return unavailable(`${on.join(' and ')} are set: only one of them can be`);
  const load = ROUTES[on[0] ?? ''] ?? publicApi;
  const route = await load();
  return route(env);
}

const ROUTES: Readonly<Record<string, () => Promise<Route>>> = {
  CLAUDE_CODE_USE_BEDROCK: async () => (await import('./bedrock.js')).connectBedrock,
  CLAUDE_CODE_USE_VERTEX: async () => (await import('./vertex.js')).connectVertex,
  CLAUDE_CODE_USE_FOUNDRY: async () => (await import('./foundry.js')).connectFoundry,
};

async function publicApi(): Promise<Route> {
  return (await import('./public-api.js')).connectPublicApi;
}
