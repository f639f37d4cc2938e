import type { Rule } from '../../rule.js';

/** What a Bash rule is compared with. */
export interface BashPattern {
  /** True when the rule has a star: it is compared with the words, else with the text. */
  readonly stars: boolean;
  /** What stands before the first star. */
  readonly start: string;
  matches(text: string): boolean;
}

/**
 * `prefix:*` and `prefix *` cover the prefix alone or followed by a blank. A star elsewhere covers any text. Nothing else
 * has a meaning of its own.
 */
export function bashPattern(rule: Rule): BashPattern {
  const specifier = rule.specifier ?? '*';
  if (specifier === '*') return { stars: true, start: '', matches: () => true };
  if (specifier.endsWith(':*')) return prefixed(specifier.slice(0, -2));
  const stars = specifier.split('*').length - 1;
  if (stars === 0) return { stars: false, start: specifier, matches: (text) => text === specifier.trim() };
  if (stars === 1 && specifier.endsWith(' *')) return prefixed(specifier.slice(0, -2));
  const pieces = specifier.split('*').map(literal);
  const whole = new RegExp(`^${pieces.join('.*')}$`, 's');
  return { stars: true, start: specifier.slice(0, specifier.indexOf('*')), matches: (text) => whole.test(text) };
}

/** A rule with `:*` in the middle, read as it was likely meant; null for any other. */
export function meantPattern(rule: Rule): BashPattern | null {
  const specifier = rule.specifier ?? '';
  if (!/:\*./.test(specifier)) return null;
  return bashPattern({ ...rule, specifier: specifier.replaceAll(':*', ' *') });
}

function prefixed(prefix: string): BashPattern {
  const start = new RegExp(`^${prefix.split('*').map(literal).join('.*')}(?: |$)`, 's');
  return { stars: true, start: prefix, matches: (text) => prefix !== '' && start.test(text) };
}

function literal(text: string): string {
  return text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
}
