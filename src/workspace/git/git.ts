// Runs git on repositories that nobody vouches for.
//
// G1  No shell, no terminal, no question: what would ask fails.
// G2  Nothing of our environment decides which repository is meant: GIT_* is not inherited.
// G3  No program that a repository's settings name is started: hooks, a file system monitor, filters (see filters.ts).
// G4  Nothing is fetched, also not what a partial clone lacks.

import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** Where git works. With `repository` given, what lies in `folder` has no say in which repository is meant. */
export interface GitPlace {
  /** Absolute path; must exist. */
  readonly folder: string;
  /** The git directory of a worktree whose files are in `folder`. */
  readonly repository?: string;
  /** Settings above all those of files. */
  readonly settings?: readonly Setting[];
  /** GIT_* variables beside ours: where git keeps what is only looked at. */
  readonly variables?: Readonly<Record<`GIT_${string}`, string>>;
  /** Milliseconds a command may take; ten minutes unless given. */
  readonly timeoutMs?: number;
}

export type Setting = readonly [key: string, value: string];

/** A git command that did not succeed. The message is one line fit for a person, made of hostile text. */
export class GitFailed extends Error {
  /** Null when git did not end by itself, or was not even started. */
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.name = 'GitFailed';
    this.exitCode = exitCode;
  }
}

/**
 * What a git command prints. Tries again while another git holds one of the repository's locks.
 *
 * @throws GitFailed
 */
export async function git(place: GitPlace, args: readonly string[]): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { failed, exitCode, stdout, stderr, timedOut, code } = await start(place, args);
    if (!failed) return stdout;
    if (attempt === MOST_ATTEMPTS || !isContention(stderr)) {
      if (code === 'ENOENT') throw new GitFailed('git is not installed', null);
      if (timedOut) throw new GitFailed(`git ${args[0]} took longer than ${timeoutOf(place) / 60_000} minutes`, null);
      throw new GitFailed(reasonIn(stderr) ?? `git ${args[0]} failed`, exitCode ?? null);
    }
    await sleep(BACKOFF_MS * 2 ** attempt);
  }
}

/** Long enough to write out a huge repository on a slow disk. */
const TIMEOUT_MS = 600_000;
const MOST_ATTEMPTS = 6;
const BACKOFF_MS = 25;
const LONGEST_REASON = 300;

function timeoutOf({ timeoutMs = TIMEOUT_MS }: GitPlace): number {
  return timeoutMs;
}

function start(place: GitPlace, args: readonly string[]) {
  const { folder, repository, settings = [], variables } = place;
  return execa('git', args, {
    cwd: folder,
    env: {
      ...inherited(process.env),
      ...variables,
      ...(repository !== undefined && { GIT_DIR: repository, GIT_WORK_TREE: folder }),
      ...environmentOf([...SAFE_SETTINGS, ...settings]),
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_ALLOW_PROTOCOL: 'none',
    },
    extendEnv: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: timeoutOf(place),
    reject: false,
  });
}

/** What git needs of our environment: itself, and the person's own settings (G2). */
const INHERITED = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'USER', 'LOGNAME', 'TMPDIR'];

function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(INHERITED.map((name) => [name, env[name]]));
}

const SAFE_SETTINGS: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  // Would hide what an agent changes.
  ['core.ignoreStat', 'false'],
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

/** Unlike `-c`, the environment can carry any key. */
function environmentOf(settings: readonly Setting[]): NodeJS.ProcessEnv {
  const entries = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(entries) };
}

/** Another git is writing: its lock file is there, or a worktree of its is made or removed at this moment. */
function isContention(stderr: string): boolean {
  return /\.lock': File exists|failed to read .*commondir|Another git process/.test(stderr);
}

/** Git's own words for what went wrong: its first line that says so. */
function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split('\n').map((line) => line.replace(/\p{Cc}+/gu, ' ').trim());
  const line = lines.find((text) => /^(fatal|error):/.test(text)) ?? lines.find((text) => text !== '');
  return line?.replace(/^(fatal|error): */, '').slice(0, LONGEST_REASON);
}
