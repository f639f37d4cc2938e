import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { tempFolder } from './temp-folder.js';

/** A real repository. `git` runs in it and gives what was printed, without the last newline. */
export interface GitRepository {
  readonly folder: string;
  git(...args: readonly string[]): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Commits all there is; gives the commit's full name. */
  commit(message: string): Promise<string>;
  /** Names of the branches Longhaul has made. */
  branches(): Promise<readonly string[]>;
  /** Folders of all worktrees but the first. */
  worktrees(): Promise<readonly string[]>;
}

/** A new repository with no commit, in `folder` or a temporary one. */
export async function gitRepository(folder?: string): Promise<GitRepository> {
  const at = folder ?? (await tempFolder());
  const git = (...args: readonly string[]) => gitIn(at, ...args);
  await git('init', '--quiet', '--initial-branch=main');
  return {
    folder: at,
    git,
    async write(file, text) {
      await mkdir(dirname(join(at, file)), { recursive: true });
      await writeFile(join(at, file), text);
    },
    async commit(message) {
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
    branches: async () => linesOf(await git('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/longhaul')),
    worktrees: async () =>
      linesOf(await git('worktree', 'list', '--porcelain'))
        .filter((line) => line.startsWith('worktree '))
        .map((line) => line.slice('worktree '.length))
        .slice(1),
  };
}

/** Git as a person runs it, under no settings but these. */
export async function gitIn(folder: string, ...args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  const { stdout } = await execa('git', args, { cwd: folder, env, extendEnv: false, stdin: 'ignore' });
  return stdout;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
