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

/** The real command while it runs. */
export interface RunningCommand {
  /** What it has said so far. */
  readonly stderr: () => string;
  readonly stdout: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly end: Promise<CommandEnd>;
}

/** Runs the real command to its end. It must have been built. */
export function longhaul(args: readonly string[], surroundings: CommandSurroundings): Promise<CommandEnd> {
  return startLonghaul(args, surroundings).end;
}

/** Starts the real command. */
export function startLonghaul(args: readonly string[], { home, env, input = '' }: CommandSurroundings): RunningCommand {
  const child = execa(process.execPath, [BIN, ...args], {
    cwd: home,
    env: { PATH: process.env.PATH ?? '', HOME: home, LONGHAUL_HOME: home, ...env },
    extendEnv: false,
    reject: false,
    input,
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      said[name] += chunk.toString();
    });
  }
  return {
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    signal: (name) => void child.kill(name),
    end: child.then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr })),
  };
}
