import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorktreeRequest } from '../../src/workspace/open-workspace.js';
import { type GitRepository, gitRepository } from '../support/git-repository.js';
import { tempFolder } from '../support/temp-folder.js';

export const RUN = 'lh-audit-01hzz0000000000000000000aa';

/** A run that works in a real repository. */
export interface Scene {
  readonly repository: GitRepository;
  /** Commit the run began with; the repository has moved on since, and a person has begun something. */
  readonly base: string;
  /** Folder of the storage. */
  readonly root: string;
  readonly request: (call: number, more?: Partial<WorktreeRequest>) => WorktreeRequest;
}

export async function scene(): Promise<Scene> {
  template ??= makeTemplate();
  const { folder, base } = await template;
  const repository = await gitRepository(await tempFolder());
  await cp(folder, repository.folder, { recursive: true });
  const request: Scene['request'] = (call, more) => ({
    workspace: repository.folder,
    base,
    run: RUN,
    call,
    label: `Fix: the "thing" #${call}`,
    ...more,
  });
  return { repository, base, root: await tempFolder(), request };
}

/** Where git keeps what it knows of the worktree of a call. */
export function recordOf({ repository }: Scene, call: number): string {
  return join(repository.folder, '.git/worktrees', `${RUN}.${call}`);
}

let template: Promise<{ readonly folder: string; readonly base: string }> | undefined;

async function makeTemplate(): Promise<{ readonly folder: string; readonly base: string }> {
  const repository = await gitRepository();
  await repository.write('a.txt', 'a at the base\n');
  await repository.write('packages/app/main.js', 'run();\n');
  await repository.write('.gitignore', '*.log\n');
  const base = await repository.commit('base');
  await repository.write('a.txt', 'a later\n');
  await repository.commit('later');
  await repository.write('uncommitted.txt', 'of the person\n');
  return { folder: repository.folder, base };
}
