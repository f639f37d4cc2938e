import { realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isWithin } from '../../../workspace/contain.js';
import type { SeenFiles, Sighting } from '../../tools/seen-files.js';
import type { AgentSetup } from '../agent-setup.js';
import { directoriesUp } from '../places.js';
import { readDirectory } from './memory.js';
import { createMemoryReader, type MemoryBounds, type MemoryFile } from './memory-reader.js';
import { type Memory, ruleCovers } from './rules.js';

/**
 * Memory of single directories and files, given when it first matters. One of these belongs to one leg; what earlier
 * legs were given follows from the files they have seen.
 */
export interface ScopedMemory {
  /** What to add to the result of reading the file at `path`, a real path; null when there is nothing new. */
  noteFor(path: string, seen: SeenFiles): Promise<MemoryNote | null>;
}

export interface MemoryNote {
  /** To be put behind the result. */
  readonly text: string;
  /** To be recorded with the result: it is how later legs know that these were given. */
  readonly saw: readonly Sighting[];
}

/** Of all that one leg gives. */
const BOUNDS: MemoryBounds = { mostBytes: 64 * 1024, mostText: 128 * 1024 };

/**
 * `workspace` is where this agent works: the run's workspace, or its own copy of it, with the same paths below it. What
 * is wrong with a file down there concerns nobody: it is not given.
 */
export function createScopedMemory(setup: AgentSetup, workspace: string): ScopedMemory {
  const known = setup.memory.files.map(({ path }) => path);
  const reader = createMemoryReader(setup.home, BOUNDS, ignore, known);
  const directories = new Map<string, Promise<Memory>>();
  const given = new Set<string>();
  // Where it is gone, nothing is below it.
  const realWorkspace = realpath(workspace).catch(() => workspace);

  function memoryOf(directory: string, root: string): Promise<Memory> {
    const begun = directories.get(directory);
    if (begun) return begun;
    const folder = inRunWorkspace(directory, root);
    const memory = readDirectory(directory, { within: root, folder }, reader, ignore);
    directories.set(directory, memory);
    return memory;
  }

  /** The same path below the run's workspace, which is where rules count from. */
  function inRunWorkspace(path: string, root: string): string {
    return join(setup.workspace, relative(root, path));
  }

  return {
    async noteFor(path, seen) {
      const root = await realWorkspace;
      if (!isWithin(root, path)) return null;
      const below = directoriesUp(dirname(path)).filter((directory) => directory !== root && isWithin(root, directory));
      const found: Memory[] = [];
      for (const directory of below.toReversed()) found.push(await memoryOf(directory, root));
      const rules = [...setup.memory.rules, ...found.flatMap((memory) => memory.rules)];
      const matter = [
        ...found.flatMap(({ files }) => files),
        ...rules.filter((rule) => ruleCovers(rule, inRunWorkspace(path, root))),
      ];
      const fresh = matter.filter((memory) => memory.path !== path && isNew(memory, seen, given));
      for (const memory of fresh) given.add(memory.path);
      return fresh.length === 0 ? null : noteOf(fresh);
    },
  };
}

function ignore(): void {}

function isNew({ path }: MemoryFile, seen: SeenFiles, given: ReadonlySet<string>): boolean {
  return !given.has(path) && seen.digestOf(path) === null;
}

function noteOf(files: readonly MemoryFile[]): MemoryNote {
  const parts = files.map(({ path, text }) => `<instructions file="${path}">\n${text.trim()}\n</instructions>`);
  return {
    text: `\n\nThese instructions hold for this file and its neighbours:\n${parts.join('\n')}`,
    saw: files.map(({ path, digest }) => ({ path, digest })),
  };
}
