import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { Terminal } from './terminal.js';

/**
 * Opens a file in the person's editor, `$VISUAL` or `$EDITOR`, and waits until it is closed.
 *
 * @throws LonghaulError EDITOR_FAILED
 */
export async function editFile(file: string, { env, cwd }: Pick<Terminal, 'env' | 'cwd'>): Promise<void> {
  const editor = env.VISUAL || env.EDITOR || 'vi';
  // By the shell, since it may be a command with options; as git does.
  const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit', cwd, env });
  process.on('SIGINT', leaveToEditor);
  const [code, signal] = await once(child, 'exit')
    .catch((cause: unknown) => {
      throw new LonghaulError('EDITOR_FAILED', { editor, reason: messageOf(cause) }, { cause });
    })
    .finally(() => process.off('SIGINT', leaveToEditor));
  if (code === 0) return;
  const reason = code === null ? `it was ended by ${signal}` : `it ended with ${code}`;
  throw new LonghaulError('EDITOR_FAILED', { editor, reason });
}

/** A terminal sends Ctrl-C to both of us. */
function leaveToEditor(): void {}
