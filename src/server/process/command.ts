import { execFile } from 'node:child_process';

/** How a short-lived helper command ended. */
export type CommandEnd =
  | { readonly kind: 'ok'; readonly stdout: string }
  /** `why` is one line fit for a person: the last line of stderr, or why it could not be started. */
  | { readonly kind: 'failed'; readonly why: string };

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end without a shell. Never rejects. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  return new Promise((resolve) => {
    execFile(
      file,
      [...args],
      { timeout: options.timeoutMs, env: options.env ?? process.env, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) return resolve({ kind: 'ok', stdout });
        if (error.code === 'ENOENT') return resolve({ kind: 'failed', why: `${file} is not installed` });
        if (error.killed) return resolve({ kind: 'failed', why: `no result after ${options.timeoutMs / 1000} s` });
        resolve({ kind: 'failed', why: lastLine(stderr) ?? lastLine(error.message) ?? `it ended with ${error.code}` });
      },
    );
  });
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
