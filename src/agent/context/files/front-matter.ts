import { messageOf } from '../../../config/message-of.js';

/** A Markdown file with fields before its text. */
export interface FrontMatter {
  /** Of whatever types; empty where the file has no front matter. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Why the fields could not be read as YAML and were read line by line; null when they could. */
  readonly fault: string | null;
}

/** Characters of front matter that are read as YAML, at most: of one file, and by one reader. Hostile YAML is slow. */
const MOST_YAML = 16 * 1024;
const MOST_YAML_IN_ALL = 256 * 1024;

/** Never rejects. */
export type FrontMatterReader = (text: string) => Promise<FrontMatter>;

/**
 * A reader for the files of one kind. Front matter is often not quite YAML (a description with a colon in it), and people
 * expect it to work: what YAML refuses is read line by line, as `field: text` and as lists of `- text`.
 */
export function createFrontMatterReader(): FrontMatterReader {
  let left = MOST_YAML_IN_ALL;
  return async (text) => {
    const { matter, body } = divided(text);
    if (matter.length === 0) return { fields: {}, body, fault: null };
    const length = matter.reduce((sum, line) => sum + line.length + 1, 0);
    try {
      if (length > Math.min(MOST_YAML, left)) throw new Error('there is too much of it');
      left -= length;
      return { fields: await asYaml(matter.join('\n')), body, fault: null };
    } catch (error) {
      const [fault = ''] = messageOf(error).split('\n');
      return { fields: lineByLine(matter), body, fault };
    }
  };
}

/** A file without its front matter. */
export function bodyOf(text: string): string {
  return divided(text).body;
}

function divided(text: string): { readonly matter: readonly string[]; readonly body: string } {
  const lines = text.split(/\r?\n/);
  const end = lines[0]?.trimEnd() === FENCE ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === FENCE) : -1;
  return end === -1
    ? { matter: [], body: text }
    : { matter: lines.slice(1, end), body: lines.slice(end + 1).join('\n') };
}

const FENCE = '---';

async function asYaml(text: string): Promise<Readonly<Record<string, unknown>>> {
  const { parse } = await import('yaml'); // not before it is needed: every command would take longer
  // An alias repeats what it names, and aliases of aliases grow without end: there is no use for them here.
  const fields: unknown = parse(text, { maxAliasCount: 0, logLevel: 'error', prettyErrors: false });
  if (fields === null) return {};
  if (typeof fields !== 'object' || Array.isArray(fields)) throw new Error('it holds no fields');
  return { ...fields };
}

function lineByLine(lines: readonly string[]): Readonly<Record<string, unknown>> {
  const fields = new Map<string, string | string[]>();
  let list = '';
  for (const line of lines) {
    const [, field, text] = /^([A-Za-z][\w-]*):(?:\s+(.*))?$/.exec(line) ?? [];
    const [, item] = /^\s*-\s+(.*)$/.exec(line) ?? [];
    if (field !== undefined) {
      list = text ? '' : field;
      fields.set(field, text ? plain(text) : []);
    } else if (item !== undefined && list !== '') {
      fields.set(list, [...(fields.get(list) ?? []), plain(item)]);
    }
  }
  return Object.fromEntries(fields);
}

function plain(text: string): string {
  const [, quoted] = /^(["'])(.*)\1$/.exec(text.trim())?.slice(1) ?? [];
  return quoted ?? text.trim();
}
