import { join } from 'node:path';
import * as z from 'zod';
import { readTextFile } from './files/text-file.js';
import type { TakeNote } from './note.js';
import { directoriesUp, type Places, type PlacesRequest } from './places.js';

/** It also holds the history of projects, which grows. */
const MOST_BYTES = 64 * 1024 * 1024;

const Accepted = z.object({
  projects: z.record(z.string(), z.looseObject({ hasTrustDialogAccepted: z.unknown() })).optional(),
});

/**
 * Whether the user has accepted Claude Code's question of trust for the workspace or a folder around it. The settings
 * of a folder that nobody trusts can take away from agents, and give them nothing.
 */
export async function isTrusted(
  { workspace, home, user }: Places,
  env: PlacesRequest['env'],
  note: TakeNote,
): Promise<boolean> {
  const file = join(env.CLAUDE_CONFIG_DIR ? user : home, '.claude.json');
  const found = await readTextFile(file, { within: null, mostBytes: MOST_BYTES });
  if (found.kind === 'absent') return false;
  if (found.kind === 'unfit') {
    note(file, found.reason);
    return false;
  }
  const projects = projectsIn(found.text);
  if (projects === null) note(file, 'it is not the JSON that Claude Code writes');
  return directoriesUp(workspace).some((folder) => projects?.get(folder) === true);
}

/** Folder to whether it is trusted. */
function projectsIn(text: string): ReadonlyMap<string, boolean> | null {
  try {
    const { projects = {} } = Accepted.parse(JSON.parse(text));
    return new Map(Object.entries(projects).map(([folder, says]) => [folder, says.hasTrustDialogAccepted === true]));
  } catch {
    return null; // a SyntaxError or a ZodError: either way it is not what Claude Code writes
  }
}
