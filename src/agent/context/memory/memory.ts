import { join } from 'node:path';
import { isWithin } from '../../../workspace/contain.js';
import type { TakeNote } from '../note.js';
import { directoriesUp, type Places } from '../places.js';
import { createMemoryReader, type MemoryBounds, type MemoryReader } from './memory-reader.js';
import { type Memory, type RulesPlace, readRules } from './rules.js';

/** Of the memory every agent is given: about 75,000 tokens at most. */
const BOUNDS: MemoryBounds = { mostBytes: 128 * 1024, mostText: 256 * 1024 };

/**
 * The memory all agents of a run are given, in the order of Claude Code: the administrator's, the user's, then that of
 * each directory from the root of the file system down to the workspace. What comes later is nearer to the work.
 */
export async function readMemory(places: Places, note: TakeNote): Promise<Memory> {
  const reader = createMemoryReader(places.home, BOUNDS, note);
  const parts = [
    await readOwn(places.managed, join(places.managed, '.claude', 'rules'), places.workspace, reader, note),
    await readOwn(places.user, join(places.user, 'rules'), places.workspace, reader, note),
  ];
  for (const directory of directoriesUp(places.workspace).toReversed()) {
    const within = isWithin(places.project, directory) ? places.project : directory;
    parts.push(await readDirectory(directory, { within, folder: directory }, reader, note));
  }
  return { files: parts.flatMap(({ files }) => files), rules: parts.flatMap(({ rules }) => rules) };
}

/** Memory that may import what it wants, and whose rules are about the workspace. */
async function readOwn(
  folder: string,
  rules: string,
  workspace: string,
  reader: MemoryReader,
  note: TakeNote,
): Promise<Memory> {
  const { files } = await reader.read(join(folder, 'CLAUDE.md'), null);
  const scoped = await readRules(rules, { within: null, folder: workspace }, reader, note);
  return { files: [...files, ...scoped.files], rules: scoped.rules };
}

/** What one directory of a project says; its AGENTS.md only where it has no CLAUDE.md. */
export async function readDirectory(
  directory: string,
  place: RulesPlace,
  reader: MemoryReader,
  note: TakeNote,
): Promise<Memory> {
  const at = (name: string) => reader.read(join(directory, name), place.within);
  const own = [await at('CLAUDE.md'), await at(join('.claude', 'CLAUDE.md'))];
  if (!own.some(({ exists }) => exists)) own.push(await at('AGENTS.md'));
  const rules = await readRules(join(directory, '.claude', 'rules'), place, reader, note);
  const local = await at('CLAUDE.local.md');
  return { files: [...own.flatMap(({ files }) => files), ...rules.files, ...local.files], rules: rules.rules };
}
