import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const BIN = fileURLToPath(new URL('../../bin/longhaul.js', import.meta.url));

export interface CommandEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandSurroundings {
  /** Folder of all of Longhaul's data (LONGHAUL_HOME); also the working directory and the user's home. */
  readonly home: string;
  /** Variables beside PATH; nothing else of our own environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the real command to its end. It must have been built. */
export async function longhaul(
  args: readonly string[],
  { home, env, input = '' }: CommandSurroundings,
): Promise<CommandEnd> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BIN, ...args], {
    cwd: home,
    env: { PATH: process.env.PATH ?? '', HOME: home, LONGHAUL_HOME: home, ...env },
    extendEnv: false,
    reject: false,
    input,
  });
  return { exitCode, stdout, stderr };
}
