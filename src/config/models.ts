/** What an alias stands for, and the longest reply asked for. Aliases as in Claude Code; ids are those of the Messages API. */
export const MODEL_ALIASES: Readonly<Record<string, string>> = {
  opus: 'claude-opus-5-5',
  sonnet: 'claude-sonnet-5-5',
  haiku: 'claude-haiku-5-5',
  fable: 'claude-fable-5-2',
};

/** The model of agents that name none. */
export const DEFAULT_MODEL = 'sonnet';

/** Output tokens of one reply of an agent, at most, unless its call says otherwise. */
export const DEFAULT_MAX_TOKENS = 32_000;
