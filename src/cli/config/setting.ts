import type { Json } from '../../interpreter/outcome.js';

/** One setting as it is in force here. */
export interface Setting {
  /** What it is about, then what of it: `server.address`. */
  readonly key: string;
  /** Of a secret only `set` or null. It may be hostile text. */
  readonly value: Json;
  /** `flag --address`, `env ANTHROPIC_MODEL`, the path of a file, or `default`. */
  readonly origin: string;
}

export const DEFAULT = 'default';

export type Env = Readonly<Record<string, string | undefined>>;

/** The value of the first variable that is set and not empty, with its origin. */
export function fromEnv(env: Env, ...names: readonly string[]): { value: string; origin: string } | undefined {
  const name = names.find((candidate) => env[candidate]);
  return name === undefined ? undefined : { value: env[name] ?? '', origin: `env ${name}` };
}

/** A setting of one variable, which is `otherwise` without it. */
export function ofEnv(key: string, env: Env, names: readonly string[], otherwise: Json): Setting {
  return { key, ...(fromEnv(env, ...names) ?? { value: otherwise, origin: DEFAULT }) };
}

/** The same without what it holds. */
export function secretOfEnv(key: string, env: Env, names: readonly string[]): Setting {
  const found = fromEnv(env, ...names);
  return { key, value: found ? 'set' : null, origin: found?.origin ?? DEFAULT };
}
