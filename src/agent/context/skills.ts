import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '../../storage/system-error.js';
import { isName, textField } from './files/fields.js';
import { bodyOf, createFrontMatterReader, type FrontMatterReader } from './files/front-matter.js';
import { readTextFile } from './files/text-file.js';
import type { TakeNote } from './note.js';
import { contextFolders, type Places } from './places.js';

/** Instructions for one kind of work. Agents know the name and the description; the rest is read when it is used. */
export interface Skill {
  readonly name: string;
  /** One line, at most 1,536 characters. */
  readonly description: string;
  /** Absolute path of its SKILL.md. */
  readonly file: string;
  /** What the file must not lie outside of; null for the skills of the user and of the administrator. */
  readonly within: string | null;
}

/** As in Claude Code, of each skill. */
const LONGEST_DESCRIPTION = 1_536;
/** Characters of all descriptions together: every agent reads them. */
const MOST_TEXT = 32_000;
const MOST_SKILLS = 200;
/** Entries of one folder of skills that are looked at, at most. */
const MOST_ENTRIES = 500;
const MOST_BYTES = 256 * 1024;

/**
 * The skills agents may use, one for each name: the administrator's before the user's, before those of the project, of
 * which the nearest wins. Skills that only a person may call are left out.
 */
export async function readSkills(places: Places, note: TakeNote): Promise<readonly Skill[]> {
  const { managed, user, project } = contextFolders(places, 'skills');
  const readFrontMatter = createFrontMatterReader();
  const names = new Set<string>();
  const skills: Skill[] = [];
  let left = MOST_TEXT;
  for (const { path, within } of [managed, user, ...project]) {
    for (const folder of await foldersIn(path, note)) {
      const found = await readSkill(join(path, folder, 'SKILL.md'), folder, within, readFrontMatter, note);
      if (!found || names.has(found.skill.name)) continue;
      names.add(found.skill.name);
      if (found.forPersonsOnly) continue;
      left -= found.skill.description.length;
      if (left < 0 || skills.length === MOST_SKILLS) {
        note(found.skill.file, `more than ${MOST_SKILLS} skills, or ${MOST_TEXT} characters of descriptions`);
        return skills;
      }
      skills.push(found.skill);
    }
  }
  return skills;
}

export type SkillText =
  | { readonly kind: 'text'; readonly text: string }
  /** `reason` goes on after "which". */
  | { readonly kind: 'unusable'; readonly reason: string };

/** What a skill says, as it is on disk now. `args` stand where it says `$ARGUMENTS`, else at its end. */
export async function skillText({ file, within }: Skill, args: string): Promise<SkillText> {
  const found = await readTextFile(file, { within, mostBytes: MOST_BYTES });
  if (found.kind === 'absent') return { kind: 'unusable', reason: 'is not there any more' };
  if (found.kind === 'unfit') return { kind: 'unusable', reason: `cannot be used: ${found.reason}` };
  const folder = dirname(found.path);
  const body = bodyOf(found.text).trim();
  const placed = body.replaceAll('$ARGUMENTS', () => args).replaceAll('${CLAUDE_SKILL_DIR}', () => folder);
  const rest = args === '' || body.includes('$ARGUMENTS') ? '' : `\n\nArguments: ${args}`;
  return { kind: 'text', text: `The files of this skill are in ${folder}\n\n${placed}${rest}` };
}

/** In the order of their names. */
async function foldersIn(path: string, note: TakeNote): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(mayBeFolder)
      .map(({ name }) => name)
      .sort()
      .slice(0, MOST_ENTRIES);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') note(path, `it cannot be read (${code})`);
    return [];
  }
}

function mayBeFolder(entry: Dirent): boolean {
  return entry.isDirectory() || entry.isSymbolicLink();
}

interface FoundSkill {
  readonly skill: Skill;
  readonly forPersonsOnly: boolean;
}

async function readSkill(
  file: string,
  folder: string,
  within: string | null,
  readFrontMatter: FrontMatterReader,
  note: TakeNote,
): Promise<FoundSkill | null> {
  const found = await readTextFile(file, { within, mostBytes: MOST_BYTES });
  if (found.kind === 'absent') return null;
  if (found.kind === 'unfit') {
    note(file, found.reason);
    return null;
  }
  const { fields, body, fault } = await readFrontMatter(found.text);
  if (fault !== null) note(file, `its front matter is not YAML: ${fault}`);
  const name = textField(fields.name) ?? folder;
  if (!isName(name)) {
    note(file, 'its name is none');
    return null;
  }
  const description = [textField(fields.description) ?? firstParagraph(body), textField(fields.when_to_use)]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_DESCRIPTION);
  const only = fields['disable-model-invocation'];
  return { skill: { name, description, file: found.path, within }, forPersonsOnly: only === true || only === 'true' };
}

function firstParagraph(body: string): string {
  return body.trim().split(/\n\s*\n/, 1)[0] ?? '';
}
