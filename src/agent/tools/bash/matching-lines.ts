import { execa } from 'execa';

export type Matching =
  | { readonly kind: 'lines'; readonly text: string }
  /** `message` says what is wrong with the pattern. */
  | { readonly kind: 'failed'; readonly message: string };

const TIMEOUT_MS = 10_000;
/** ripgrep's exit code when nothing matches. */
const NOT_FOUND = 1;

/**
 * The lines of `text` that match a regular expression. ripgrep looks for them: its time grows with the text alone,
 * whatever the pattern, and it stands outside of our process. Throws for `signal`.
 */
export async function matchingLines(text: string, pattern: string, signal: AbortSignal): Promise<Matching> {
  const { rgPath } = await import('@vscode/ripgrep');
  const options = ['--no-config', '--color=never', '--no-line-number', '--text', '-e', pattern, '-'];
  const ended = await execa(rgPath, options, {
    input: text,
    env: {},
    extendEnv: false,
    reject: false,
    timeout: TIMEOUT_MS,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (!ended.failed || ended.exitCode === NOT_FOUND) return { kind: 'lines', text: ended.stdout };
  return { kind: 'failed', message: ended.stderr.trim() || String(ended.shortMessage) };
}
