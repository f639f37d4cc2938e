import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { LonghaulError } from '../../config/errors.js';
import type { Terminal } from '../terminal/terminal.js';

/**
 * The JSON text that `--args` stands for: itself, the content of a file (`@FILE`), or standard input (`-`). It is not
 * parsed here. Throws ARGS_UNREADABLE.
 */
export async function readArgs(given: string, { cwd, stdin }: Pick<Terminal, 'cwd' | 'stdin'>): Promise<string> {
  if (given === '-') return text(stdin);
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : code;
    throw new LonghaulError('ARGS_UNREADABLE', { source: file, reason }, { cause });
  }
}
