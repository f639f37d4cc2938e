import type { IgnoredRule, PermissionLayer } from './permissions.js';
import { type Behavior, likelyMeaning, type Rule, readRules } from './rule.js';

/** All rules of all layers. Which layer a rule comes from does not matter: deny beats ask beats allow over all of them. */
export interface RuleBook {
  /** Whether a rule is about the tool as a whole. */
  whole(behavior: Behavior, tool: string): boolean;
  /** Rules about some calls of exactly this tool, in the order of the files. */
  some(behavior: Behavior, tool: string): readonly Rule[];
  /** Deny and ask rules that are not in force as written, read as they were likely meant. */
  meant(tool: string): readonly Rule[];
  readonly ignored: readonly IgnoredRule[];
}

export function rulesOf(layers: readonly PermissionLayer[]): RuleBook {
  const allow = layers.map((layer) => readRules(layer, 'allow'));
  const ask = layers.map((layer) => readRules(layer, 'ask'));
  const deny = layers.map((layer) => readRules(layer, 'deny'));
  const rules = {
    allow: allow.flatMap((read) => read.rules),
    ask: ask.flatMap((read) => read.rules),
    deny: deny.flatMap((read) => read.rules),
  };
  const meant = [...[...ask, ...deny].flatMap((read) => read.meant), ...layers.flatMap(doubtful)];
  return {
    whole: (behavior, tool) => rules[behavior].some((rule) => rule.specifier === null && namesTool(rule.tool, tool)),
    some: (behavior, tool) => rules[behavior].filter((rule) => rule.specifier !== null && rule.tool === tool),
    meant: (tool) => meant.filter((rule) => namesTool(rule.tool, tool)),
    ignored: [...deny, ...ask, ...allow].flatMap((read) => read.ignored),
  };
}

/** Rules of a file that could not be read as a whole. */
function doubtful(layer: PermissionLayer): readonly Rule[] {
  return (layer.doubtful ?? []).flatMap((text) => {
    const meaning = likelyMeaning(text);
    return meaning === null ? [] : [{ ...meaning, root: layer.root, list: `${layer.source} ${layer.root} doubtful` }];
  });
}

/** `mcp__server` is every tool of the server; a star in a name stands for any text. */
function namesTool(name: string, tool: string): boolean {
  if (name === tool || name === '*') return true;
  if (!name.startsWith('mcp__')) return false;
  if (!name.includes('*')) return tool.startsWith(`${name}__`) && !name.slice('mcp__'.length).includes('__');
  const pieces = name.split('*').map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(tool);
}
