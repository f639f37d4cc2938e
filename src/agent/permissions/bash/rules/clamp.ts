import type { Rule } from '../../rule.js';
import type { Grammar } from '../shell/grammar.js';
import { readShell } from '../shell/read-shell.js';
import { allowRules } from './allowed-commands.js';

/** Holds the Bash tool to a few kinds of commands. It allows nothing by itself. */
export interface Clamp {
  /** Why a text is not held by the clamp: one phrase; null when each of its commands is. */
  objection(source: string): string | null;
}

/** `patterns` are Bash rules, with or without `Bash(…)` around them. */
export function bashClamp(patterns: readonly string[], grammar: Grammar): Clamp {
  const rules = allowRules(patterns.map(clampRule));
  return {
    objection(source) {
      if (rules.spells(source.trim())) return null;
      const { commands, obstacle } = readShell(grammar, source);
      if (obstacle !== null) return `${obstacle} cannot be held to the commands of this agent`;
      const free = commands.some((command) => command.words.length === 0 || rules.objection(command, source) !== null);
      return free ? 'the command is not one of those this agent is held to' : null;
    },
  };
}

function clampRule(pattern: string): Rule {
  const specifier = /^Bash\((.*)\)$/s.exec(pattern)?.[1] ?? pattern;
  return { tool: 'Bash', specifier, root: '/', list: 'clamp' };
}

/** The clamp as a script gave it: a rule or a list of rules. What is neither holds the agent to nothing at all. */
export function clampFrom(given: unknown): readonly string[] {
  if (typeof given === 'string') return [given];
  return Array.isArray(given) && given.every((item) => typeof item === 'string') ? given : [];
}
