import { statSync } from 'node:fs';
import { readJsonFile, writeJsonFile } from '../process/json-file.js';
import { runCommand } from '../process/command.js';

export interface TemporalVersions {
  readonly cli: string;
  readonly server: string;
}

export type VersionAnswer =
  | { readonly kind: 'ok'; readonly versions: TemporalVersions }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * What the binary says it is.
 *
 * Starting it takes 50 ms, so answers are kept in `memo` by path, size and time of change.
 */
export async function askVersion(binary: string, memo: string): Promise<VersionAnswer> {
  const { mtimeMs, size } = statSync(binary);
  const stamp = `${mtimeMs}-${size}`;
  const known = readJsonFile<Memo>(memo) ?? {};
  const remembered = known[binary];
  if (remembered?.stamp === stamp) return { kind: 'ok', versions: remembered.versions };

  const answer = await readVersion(binary);
  if (answer.kind === 'ok') writeJsonFile(memo, { ...known, [binary]: { stamp, versions: answer.versions } });
  return answer;
}

/** Runs the binary to learn what it is. */
export async function readVersion(binary: string): Promise<VersionAnswer> {
  const end = await runCommand(binary, ['--version'], { timeoutMs: 10_000 });
  if (end.kind === 'failed') return end;
  const versions = parseVersions(end.stdout);
  if (versions) return { kind: 'ok', versions };
  return { kind: 'failed', why: `it does not name its version: "${end.stdout.trim().slice(0, 80)}"` };
}

/** Reads `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`. */
export function parseVersions(text: string): TemporalVersions | undefined {
  const match = /temporal version v?(\d+\.\d+\.\d+\S*) \(Server v?(\d+\.\d+\.\d+[^,)]*)/i.exec(text);
  return match?.[1] && match[2] ? { cli: match[1], server: match[2] } : undefined;
}

/** Below zero when `a` is the older one. Only the three numbers count: a pre-release has its release's database. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (const place of [0, 1, 2]) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

type Memo = Readonly<Record<string, { readonly stamp: string; readonly versions: TemporalVersions }>>;

function numbersOf(version: string): number[] {
  return version.split('-', 1)[0]?.split('.').map(Number) ?? [];
}
