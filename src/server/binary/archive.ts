import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../config/message-of.js';
import { runCommand } from '../process/command.js';
import type { Pins } from './pins.js';

/**
 * Fetches Temporal's official archive into `folder` and returns the binary in it.
 *
 * Throws an Error with one line for a person. The archive has no pinned checksum: the caller checks what the binary
 * says it is, and TLS vouches for where it comes from.
 */
export async function fetchArchive(pins: Pins, folder: string): Promise<string> {
  const file = join(folder, 'temporal.tar.gz');
  await download(archiveAddress(pins), file);
  const end = await runCommand('tar', ['-xzf', file, '-C', folder, 'temporal'], { timeoutMs: 120_000 });
  if (end.kind === 'failed') throw new Error(`the archive cannot be unpacked: ${end.why}`);
  return join(folder, 'temporal');
}

const ANSWER_WITHIN_MS = 5_000;
const COMPLETE_WITHIN_MS = 300_000;

async function download(address: string, file: string): Promise<void> {
  const tooSlow = new AbortController();
  let timer = setTimeout(() => tooSlow.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(address, { signal: tooSlow.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => tooSlow.abort(), COMPLETE_WITHIN_MS);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
  } catch (error) {
    throw new Error(`${new URL(address).host}: ${tooSlow.signal.aborted ? 'no answer in time' : reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function archiveAddress(pins: Pins): string {
  return pins.archive
    .replace('{version}', pins.cli)
    .replace('{platform}', process.platform)
    .replace('{arch}', process.arch === 'x64' ? 'amd64' : process.arch);
}

/** `fetch` says only "fetch failed"; the reason is its cause. */
function reasonOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return messageOf(cause ?? error);
}
