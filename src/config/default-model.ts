import { DEFAULT_MODEL, modelNamed } from './models.js';

/** Who may name the model of agents whose call and type name none, beside the environment. */
export interface ModelNames {
  readonly flag?: string | undefined;
  readonly script?: string | undefined;
  readonly settings?: string | null;
}

/** The name that counts, and who gave it: `env ANTHROPIC_MODEL`, `flag`, `script`, `settings`, or `default`. */
export interface NamedModel {
  /** Alias or id. */
  readonly name: string;
  readonly by: string;
}

/** The first that names one: as in Claude Code, a variable goes before all that a run says. */
export function defaultModel(
  { flag, script, settings }: ModelNames,
  env: Readonly<Record<string, string | undefined>>,
): NamedModel {
  const names: readonly (readonly [by: string, name: string | null | undefined])[] = [
    ['env CLAUDE_CODE_SUBAGENT_MODEL', env.CLAUDE_CODE_SUBAGENT_MODEL],
    ['flag', flag],
    ['script', script],
    ['env ANTHROPIC_MODEL', env.ANTHROPIC_MODEL],
    ['settings', settings],
  ];
  for (const [by, given] of names) {
    const name = modelNamed(given ?? undefined);
    if (name !== undefined) return { name, by };
  }
  return { name: DEFAULT_MODEL, by: 'default' };
}
