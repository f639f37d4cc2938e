import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LonghaulError } from '../../config/errors.js';
import { systemCode } from '../../storage/system-error.js';
import { isWithin } from '../../workspace/contain.js';

/** Where the context of agents is looked for. All paths are absolute; those of the project have no symbolic links. */
export interface Places {
  /** The directory the agents work in. */
  readonly workspace: string;
  /** Root of the repository the workspace is in; the workspace itself outside of any. */
  readonly project: string;
  readonly home: string;
  /** `~/.claude`, or `$CLAUDE_CONFIG_DIR`. */
  readonly user: string;
  /** What the administrator of the machine decided: `/etc/claude-code`. */
  readonly managed: string;
}

export interface PlacesRequest {
  /** An existing directory. */
  readonly workspace: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly managed?: string;
}

const MANAGED_FOLDER = '/etc/claude-code';

/** Throws WORKSPACE_MISSING. */
export async function findPlaces({ workspace, home, env, managed }: PlacesRequest): Promise<Places> {
  const at = await realpath(workspace).catch((cause: unknown) => {
    throw new LonghaulError('WORKSPACE_MISSING', { folder: workspace }, { cause });
  });
  return {
    workspace: at,
    project: (await repositoryRoot(at)) ?? at,
    home,
    user: userFolder(at, { env, home }),
    managed: managed ?? MANAGED_FOLDER,
  };
}

/** Where a person keeps what is theirs, as seen from the directory `at`: `~/.claude`, or `$CLAUDE_CONFIG_DIR`. */
export function userFolder(at: string, { env, home }: Pick<PlacesRequest, 'env' | 'home'>): string {
  const configured = env.CLAUDE_CONFIG_DIR;
  return configured ? resolve(at, configured) : join(home, '.claude');
}

/** The nearest directory upward with a `.git` (a file in worktrees); null outside of any repository. */
export async function repositoryRoot(from: string): Promise<string | null> {
  for (const directory of directoriesUp(from)) {
    if (await exists(join(directory, '.git'))) return directory;
  }
  return null;
}

/** From a directory up to the root of the file system, both included. */
export function directoriesUp(from: string): readonly string[] {
  const parent = dirname(from);
  return parent === from ? [from] : [from, ...directoriesUp(parent)];
}

/** From the workspace up to the root of the project. */
export function projectDirectories({ workspace, project }: Pick<Places, 'workspace' | 'project'>): readonly string[] {
  return directoriesUp(workspace).filter((directory) => isWithin(project, directory));
}

/** A folder of context files. */
export interface ContextFolder {
  readonly path: string;
  /** What its files must not lie outside of; null for those of the user and of the administrator. */
  readonly within: string | null;
}

/** The folders of one kind, such as `agents`, by whose they are; those of the project from the nearest on. */
export function contextFolders(
  places: Places,
  kind: string,
): {
  readonly managed: ContextFolder;
  readonly user: ContextFolder;
  readonly project: readonly ContextFolder[];
} {
  return {
    managed: { path: join(places.managed, '.claude', kind), within: null },
    user: { path: join(places.user, kind), within: null },
    project: projectDirectories(places).map((directory) => ({
      path: join(directory, '.claude', kind),
      within: places.project,
    })),
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false; // unreadable is as good as absent: nothing below it can be read either
  }
}
