import { basename } from 'node:path';
import type { TypeOptions } from '../../workflows/spec.js';
import { type AgentType, BUILT_IN_TYPES } from '../agent-types.js';
import { EFFORTS } from '../model/model-client.js';
import { countField, isName, listField, textField } from './files/fields.js';
import { createFrontMatterReader, type FrontMatterReader } from './files/front-matter.js';
import { markdownFiles } from './files/markdown-files.js';
import { readTextFile } from './files/text-file.js';
import type { TakeNote } from './note.js';
import { contextFolders, type Places } from './places.js';
import { narrowingMode } from './narrow-mode.js';
import { type Skill, skillText } from './skills.js';

const MOST_BYTES = 128 * 1024;
const MOST_TYPES = 200;
/** Characters of all prompts together. */
const MOST_TEXT = 1024 * 1024;
/** Characters of a description: it is shown in one line. */
const LONGEST_DESCRIPTION = 1_000;

/**
 * The agent types of a run, one for each name: the administrator's before those of the project, of which the nearest
 * wins, before the user's, before those that are built in.
 */
export async function readAgentTypes(
  places: Places,
  skills: readonly Skill[],
  note: TakeNote,
): Promise<readonly AgentType[]> {
  const { managed, project, user } = contextFolders(places, 'agents');
  const readFrontMatter = createFrontMatterReader();
  const types = new Map<string, AgentType>();
  let left = MOST_TEXT;
  for (const { path, within } of [managed, ...project, user]) {
    for (const file of await markdownFiles(path, within, note)) {
      const type = await readAgentType(file, within, skills, readFrontMatter, note);
      if (!type || types.has(type.name)) continue;
      if (types.size === MOST_TYPES || type.prompt.length > left) {
        note(file, `more than ${MOST_TYPES} agent types, or ${MOST_TEXT} characters of prompts`);
        continue;
      }
      left -= type.prompt.length;
      types.set(type.name, type);
    }
  }
  return [...types.values(), ...BUILT_IN_TYPES.filter(({ name }) => !types.has(name))];
}

async function readAgentType(
  file: string,
  within: string | null,
  skills: readonly Skill[],
  readFrontMatter: FrontMatterReader,
  note: TakeNote,
): Promise<AgentType | null> {
  const found = await readTextFile(file, { within, mostBytes: MOST_BYTES });
  if (found.kind === 'absent') return null;
  if (found.kind === 'unfit') return passOver(file, found.reason, note);
  const { fields, body, fault } = await readFrontMatter(found.text);
  if (fault !== null) note(file, `its front matter is not YAML: ${fault}`);

  const name = textField(fields.name);
  if (name === undefined)
    return passOver(file, `it names no agent type (${basename(file)} has no \`name\` field)`, note);
  if (!isName(name)) return passOver(file, NAME_RULE, note);
  const description = textField(fields.description);
  if (description === undefined) return passOver(file, 'it has no description', note);
  const tools = listField(fields.tools) ?? null;
  for (const entry of tools?.filter((tool) => tool.includes('(')) ?? []) {
    note(file, `${entry} in its tools names no tool: a list of tools has names without brackets`);
  }
  return {
    name,
    description: description.replace(/\s+/g, ' ').slice(0, LONGEST_DESCRIPTION),
    prompt: [body.trim(), ...(await preloaded(listField(fields.skills) ?? [], skills, file, note))].join('\n\n'),
    tools,
    disallowedTools: listField(fields.disallowedTools) ?? [],
    permissionMode: narrowingMode(textField(fields.permissionMode)),
    options: optionsOf(fields),
  };
}

const NAME_RULE = 'its name is none: 1 to 64 letters, digits, blanks and . _ - are, with a letter, a digit or _ first';

function passOver(file: string, reason: string, note: TakeNote): null {
  note(file, reason);
  return null;
}

function optionsOf(fields: Readonly<Record<string, unknown>>): TypeOptions {
  const model = textField(fields.model);
  const effort = EFFORTS.find((known) => known === fields.effort);
  const maxTurns = countField(fields.maxTurns);
  return {
    ...(model !== undefined && { model }),
    ...(effort !== undefined && { effort }),
    ...(maxTurns !== undefined && { maxTurns }),
    ...(fields.isolation === 'worktree' && { isolation: 'worktree' }),
  };
}

/** The skills a type begins with are read now, whole, so that they stay what they are while the run goes on. */
async function preloaded(
  names: readonly string[],
  skills: readonly Skill[],
  file: string,
  note: TakeNote,
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const name of names) {
    const skill = skills.find((candidate) => candidate.name === name);
    const text = skill ? await skillText(skill, '') : null;
    if (text?.kind === 'text') texts.push(`<skill name="${name}">\n${text.text}\n</skill>`);
    else note(file, `it begins with the skill ${name}, which ${text ? text.reason : 'is not there'}`);
  }
  return texts;
}
