/** What is known of a model before it is asked. */
interface ModelFacts {
  /** As the Messages API names it. */
  readonly id: string;
  /** Tokens of one request and its reply, at most. */
  readonly contextWindow: number;
  /** Tokens of one reply, at most. */
  readonly maxOutput: number;
}

/**
 * What an alias stands for. Aliases as in Claude Code; figures from the provider's overview of models
 * (platform.claude.com/docs, "Models"), read on 2026-11-22.
 */
const MODELS: Readonly<Record<string, ModelFacts>> = {
  opus: { id: 'claude-opus-5-5', contextWindow: 1_000_000, maxOutput: 128_000 },
  sonnet: { id: 'claude-sonnet-5-5', contextWindow: 1_000_000, maxOutput: 128_000 },
  haiku: { id: 'claude-haiku-5-5', contextWindow: 1_000_000, maxOutput: 128_000 },
  fable: { id: 'claude-fable-5-2', contextWindow: 1_000_000, maxOutput: 128_000 },
};

/** The model of agents that name none. */
export const DEFAULT_MODEL = 'sonnet';

/** Output tokens of one reply of an agent, at most, unless its call says otherwise. */
export const DEFAULT_MAX_TOKENS = 32_000;

/** The smallest window of a model still served: what a model that is not in the table is taken to have. */
const SMALLEST_WINDOW = 200_000;

type Env = Readonly<Record<string, string | undefined>>;

/** Alias to id. `ANTHROPIC_DEFAULT_OPUS_MODEL` and its like put another id in the place of ours, as in Claude Code. */
export function modelAliases(env: Env): Readonly<Record<string, string>> {
  const entries = Object.entries(MODELS).map(([alias, { id }]) => {
    const own = env[`ANTHROPIC_DEFAULT_${alias.toUpperCase()}_MODEL`]?.trim();
    return [alias, own || id] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The model a name asks for, without the suffix by which Claude Code asks for a longer window; undefined for names that
 * leave the choice to others.
 */
export function modelNamed(name: string | undefined): string | undefined {
  const named = name?.trim().replace(/\[1m\]$/i, '');
  return named === '' || named === 'inherit' || named === 'default' ? undefined : named;
}

/** The id an alias stands for; another name is an id already. */
export function modelId(name: string, aliases: Readonly<Record<string, string>>): string {
  const id = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  return id ?? name;
}

/** Tokens. Other routes to a model put something before or behind its id. */
export function contextWindowOf(id: string): number {
  return factsOf(id)?.contextWindow ?? SMALLEST_WINDOW;
}

/** Tokens; without bound for a model that is not in the table. */
export function maxOutputOf(id: string): number {
  return factsOf(id)?.maxOutput ?? Number.POSITIVE_INFINITY;
}

/** Whether it takes system messages in the middle of a conversation: those of the table do, older ones refuse them. */
export function takesSystemMessages(id: string): boolean {
  return factsOf(id) !== undefined;
}

function factsOf(id: string): ModelFacts | undefined {
  return Object.values(MODELS).find((model) => id.includes(model.id));
}
