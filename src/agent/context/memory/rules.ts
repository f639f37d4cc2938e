import { relative, sep } from 'node:path';
import { isWithin } from '../../../workspace/contain.js';
import { createFrontMatterReader } from '../files/front-matter.js';
import { listField } from '../files/fields.js';
import { markdownFiles } from '../files/markdown-files.js';
import type { TakeNote } from '../note.js';
import type { MemoryFile, MemoryReader } from './memory-reader.js';
import { globCovers } from './path-glob.js';

/** Instructions for some files only: given when one of them is first read. */
export interface ScopedRule extends MemoryFile {
  readonly paths: readonly string[];
  /** Absolute path of the folder that `paths` count from. */
  readonly folder: string;
}

/** Memory given as a whole, and rules that wait for their files. */
export interface Memory {
  readonly files: readonly MemoryFile[];
  readonly rules: readonly ScopedRule[];
}

export interface RulesPlace {
  /** What the files must not lie outside of; null for anywhere. */
  readonly within: string | null;
  /** Absolute path of the folder that the paths of scoped rules count from. */
  readonly folder: string;
}

/** The Markdown files below `path`: those with `paths` are scoped. */
export async function readRules(
  path: string,
  { within, folder }: RulesPlace,
  reader: MemoryReader,
  note: TakeNote,
): Promise<Memory> {
  const readFrontMatter = createFrontMatterReader();
  const files: MemoryFile[] = [];
  const rules: ScopedRule[] = [];
  for (const file of await markdownFiles(path, within, note)) {
    const [rule, ...imported] = (await reader.read(file, within)).files;
    if (!rule) continue;
    const { fields, body, fault } = await readFrontMatter(rule.text);
    if (fault !== null) note(file, `its front matter is not YAML: ${fault}`);
    const paths = listField(fields.paths);
    if (paths) rules.push({ ...rule, text: [body, ...imported.map(({ text }) => text)].join('\n'), paths, folder });
    else files.push({ ...rule, text: body }, ...imported);
  }
  return { files, rules };
}

/** `path` is absolute. */
export function ruleCovers({ paths, folder }: ScopedRule, path: string): boolean {
  const counted = relative(folder, path).split(sep).join('/');
  return isWithin(folder, path) && paths.some((glob) => globCovers(glob, counted));
}
