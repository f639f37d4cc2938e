/** Agent types every run knows, as in Claude Code. */
export const BUILT_IN_AGENT_TYPES: readonly string[] = ['general-purpose', 'Explore'];
