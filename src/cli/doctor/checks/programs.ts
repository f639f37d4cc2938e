import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../config/package.js';
import { compareVersions } from '../../../server/binary/version.js';
import { runCommand } from '../../../server/process/command.js';
import type { Check } from '../check.js';
import { ok, problem, type Verdict } from '../finding.js';

export const nodeCheck: Check = { name: 'node', look: async () => nodeVerdict(process.versions.node, oldestNode()) };

/** Of a Node of this version, when `oldest` is the oldest that will do. */
export function nodeVerdict(version: string, oldest: string): Verdict {
  if (compareVersions(version, oldest) >= 0) return ok(version);
  return problem(`${version} is too old`, `Install Node ${oldest} or newer (https://nodejs.org).`);
}

/** What package.json demands as `>=20.19`. */
function oldestNode(): string {
  const { engines } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  return engines.node.replace(/^\D+/, '');
}

export const gitCheck: Check = {
  name: 'git',
  look: ({ env }) => answerOf('git', env, 'Install git: agents work in its worktrees, and resume compares its trees.'),
};

export const ripgrepCheck: Check = {
  name: 'rg',
  look: async () => {
    const { rgPath } = await import('@vscode/ripgrep');
    return answerOf(rgPath, {}, 'Install Longhaul anew: ripgrep comes with it. Without it agents cannot use Grep.');
  },
};

/** The first line of what a program says to `--version`. */
async function answerOf(program: string, env: NodeJS.ProcessEnv, fix: string): Promise<Verdict> {
  const end = await runCommand(program, ['--version'], { timeoutMs: TIMEOUT_MS, env });
  return end.kind === 'ok' ? ok(end.stdout.split('\n')[0] ?? '') : problem(end.why, fix);
}

const TIMEOUT_MS = 4_000;
