import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Note } from '../../../src/agent/context/note.js';
import { findPlaces, type Places } from '../../../src/agent/context/places.js';
import { tempFolder } from '../../support/temp-folder.js';
import { type Tree, writeTree } from '../../support/write-tree.js';

/** A home, a managed folder and a repository of their own, and what was noted while they were read. */
export interface ContextBench {
  /** Holds `home`, `managed`, `repo` and `outside`. */
  readonly root: string;
  readonly places: Places;
  readonly notes: Note[];
  readonly note: (file: string, reason: string) => void;
  /** `notes` as `path below root: reason`. */
  told(): readonly string[];
}

/** Paths of `tree` are below the root; agents work in `workspace`, below it, too. */
export async function openContext(tree: Tree, workspace = 'repo'): Promise<ContextBench> {
  const root = await realpath(await tempFolder());
  for (const folder of ['home', 'managed', 'outside', 'repo/.git', workspace]) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeTree(root, tree);
  const notes: Note[] = [];
  return {
    root,
    places: await findPlaces({
      workspace: join(root, workspace),
      home: join(root, 'home'),
      env: {},
      managed: join(root, 'managed'),
    }),
    notes,
    note: (file, reason) => void notes.push({ file, reason }),
    told: () => notes.map(({ file, reason }) => `${file.replace(`${root}/`, '')}: ${reason}`),
  };
}
