import type { IgnoredRule, PermissionLayer } from './permissions.js';

export type Behavior = 'allow' | 'ask' | 'deny';

/** A rule of a settings file, read. */
export interface Rule {
  readonly tool: string;
  /** What stands in the brackets; null when the rule is about the tool as a whole. */
  readonly specifier: string | null;
  /** Absolute path of the folder that a leading `/` counts from. */
  readonly root: string;
  /** Names the list it stands in: a later rule of the same list can lift it. */
  readonly list: string;
}

export type ReadRule =
  | { readonly kind: 'rule'; readonly tool: string; readonly specifier: string | null }
  /** `meant` is the likely meaning: the stricter reading of deny and ask rules uses it. */
  | { readonly kind: 'malformed'; readonly reason: string; readonly meant: Meant | null };

export interface Meant {
  readonly tool: string;
  readonly specifier: string | null;
}

const TOOLS = [
  ...['Agent', 'AskUserQuestion', 'Bash', 'BashOutput', 'Edit', 'Glob', 'Grep', 'KillShell', 'NotebookEdit', 'Read'],
  ...['Skill', 'TodoWrite', 'WebFetch', 'WebSearch', 'Write'],
];

const FORM = /^(?<tool>\*|[A-Za-z][\w*-]*)(?:\((?<specifier>[^]*)\))?$/;

/** Reads `Tool` or `Tool(specifier)`. */
export function readRule(text: string, behavior: Behavior): ReadRule {
  const form = FORM.exec(text)?.groups;
  if (!form?.tool) return malformed('it is not Tool or Tool(specifier)', text);
  const tool = canonicalName(form.tool);
  const intended = TOOLS.find((name) => name.toLowerCase() === tool.toLowerCase());
  if (intended !== undefined && intended !== tool) return malformed(`the tool is called ${intended}`, text);
  if (tool.includes('*') && !tool.startsWith('mcp__') && tool !== '*') return malformed('there is no such tool', text);
  if (behavior === 'allow' && starHidesServer(tool))
    return malformed('a star cannot stand for every tool or server', text);
  if (form.specifier === undefined) return { kind: 'rule', tool, specifier: null };
  if (tool.startsWith('mcp__')) {
    if (behavior === 'allow') return malformed('rules for MCP tools have no argument', text);
    return { kind: 'rule', tool, specifier: null };
  }
  if (form.specifier.trim() === '') return malformed('the brackets are empty', text);
  if (form.specifier !== form.specifier.trim()) return malformed('blanks stand around the argument', text);
  return { kind: 'rule', tool, specifier: specifierOf(tool, form.specifier, behavior) };
}

/** The rules of one kind in a layer, with those that have no effect as written. */
export function readRules(
  layer: PermissionLayer,
  behavior: Behavior,
): { readonly rules: readonly Rule[]; readonly meant: readonly Rule[]; readonly ignored: readonly IgnoredRule[] } {
  const place = { root: layer.root, list: `${layer.source} ${layer.root} ${behavior}` };
  const rules: Rule[] = [];
  const meant: Rule[] = [];
  const ignored: IgnoredRule[] = [];
  for (const text of layer[behavior]) {
    const read = readRule(text, behavior);
    if (read.kind === 'rule') {
      rules.push({ tool: read.tool, specifier: read.specifier, ...place });
      continue;
    }
    ignored.push({ rule: text, reason: read.reason });
    if (read.meant !== null) meant.push({ ...read.meant, ...place });
  }
  return { rules, meant, ignored };
}

/** The likely meaning of a rule whose form is wrong, for the stricter reading; null when it names no tool. */
export function likelyMeaning(text: string): Meant | null {
  const [, name = '', rest = ''] = /^\s*([\w*-]+)\s*([^]*)$/.exec(text) ?? [];
  const tool = TOOLS.find((known) => known.toLowerCase() === canonicalName(name).toLowerCase()) ?? name;
  if (tool === '' || !(TOOLS.includes(tool) || tool.startsWith('mcp__'))) return null;
  const specifier = rest
    .replace(/^\(/, '')
    .replace(/\)\s*$/, '')
    .trim();
  return { tool, specifier: specifier === '' || tool.startsWith('mcp__') ? null : specifier };
}

function malformed(reason: string, text: string): ReadRule {
  return { kind: 'malformed', reason, meant: likelyMeaning(text) };
}

function canonicalName(tool: string): string {
  return tool === 'Task' ? 'Agent' : tool;
}

function starHidesServer(tool: string): boolean {
  const [, server = ''] = tool.split('__');
  return tool === '*' || server.includes('*');
}

/** `Tool(*)` is the tool as a whole, but for `Read(*)` as an allow rule: there it is a pattern for files. */
function specifierOf(tool: string, written: string, behavior: Behavior): string | null {
  if (written === '*' && !(tool === 'Read' && behavior === 'allow')) return null;
  return written.replace(/\\([()])/g, '$1');
}
