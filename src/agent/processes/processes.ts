// What the commands of one leg start, from the first process to the end of the last (G5).
//
// Owns: which processes belong to the leg. Never: what the model is told of them (tools/bash).
//
// X1  A process belongs to a leg when it is in the group of one of its commands, or carries its mark: the mark is in the
//     environment, so it also finds daemons that have left the group. Linux only; elsewhere groups have to do.
// X2  What belongs to a leg ends with it, or with its worker (scripts.ts), or at the latest before the next leg goes on.
// X3  No process is ended for its number alone: numbers pass on, starting times do not (identity.ts).

import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../../server/process/identity.js';
import type { OpenSandbox } from '../sandbox/open-sandbox.js';
import type { SandboxedCommand } from '../sandbox/sandbox.js';
import { type CommandEnd, startCommand } from './command.js';
import { endProcesses } from './end-processes.js';
import { commandEnvironment, type Environment } from './environment.js';
import { findShell } from './find-shell.js';
import type { Excerpt } from './output.js';
import { type Owner, openRecords, readLeftovers } from './records.js';
import { createRoster } from './roster.js';
import { startWatcher } from './watcher.js';

/** The processes of one leg. */
export interface Processes {
  /**
   * Runs a command in a shell, in the directory `cwd`, with nothing on stdin. Throws what the system says when it cannot
   * be started.
   */
  start(command: string, cwd: string): Promise<Shell>;
  /** Commands that the model knows by their id. */
  readonly background: Map<string, Shell>;
  /** Ends everything the leg has started; nothing can be started after. Call it when the leg is over. */
  end(): Promise<void>;
}

/** A command that was started. */
export interface Shell {
  /** Unique among all legs. */
  readonly id: string;
  /** Its end, with its output complete; processes it left behind may go on. Never rejects. */
  readonly ended: Promise<CommandEnd>;
  /** How it ended; null while it runs. */
  end(): CommandEnd | null;
  /** What it has printed since this was last called, stdout and stderr in their order. */
  takeOutput(): Excerpt;
  /** Ends it and all it has started: SIGTERM, after 5 s SIGKILL. Never rejects. */
  kill(): Promise<void>;
}

export interface ProcessesSetup extends Owner {
  /** Number of the leg, from 1. */
  readonly leg: number;
  /** Where running processes are recorded: on this host, the same for all legs. */
  readonly folder: string;
  /** `env` of the settings files. */
  readonly env: Environment;
  readonly sandbox: OpenSandbox;
  /** Absolute paths that sandboxed commands may write to, beside the directory they run in and the temporary one. */
  readonly writable: readonly string[];
}

/** Starts nothing before the first command. Call killLeftovers first. */
export function openProcesses(setup: ProcessesSetup): Processes {
  let opening: Promise<Leg> | undefined;
  let ending: Promise<void> | undefined;

  const open = async (): Promise<Leg> => {
    try {
      return await openLeg(setup);
    } catch (error) {
      // The next command may have more luck.
      opening = undefined;
      throw error;
    }
  };
  const end = async (): Promise<void> => {
    const leg = await opening?.catch(() => null);
    await leg?.end();
  };

  return {
    background: new Map(),
    async start(command, cwd) {
      if (ending) throw new Error('the leg is over');
      return (await (opening ??= open())).start(command, cwd);
    },
    end: () => (ending ??= end()),
  };
}

/** Ends what earlier legs of this agent have left running on this host. */
export async function killLeftovers(folder: string, owner: Owner): Promise<void> {
  const leftovers = await readLeftovers(folder, owner);
  await Promise.all(
    leftovers.map(async ({ folder: records, mark, leaders }) => {
      // A group without its leader may be of another boot or another host (X3). Its processes have the mark.
      await endProcesses({ leaders: leaders.filter(isAlive), mark: { leg: mark } });
      await rm(records, { recursive: true, force: true });
    }),
  );
}

interface Leg {
  start(text: string, cwd: string): Promise<Shell>;
  end(): Promise<void>;
}

async function openLeg(setup: ProcessesSetup): Promise<Leg> {
  const env = commandEnvironment(process.env, setup.env);
  const records = await openRecords(setup.folder, setup, setup.leg);
  const watcher = await startWatcher(records.folder);
  const roster = createRoster(records);
  const starting = new Set<Promise<Shell>>();
  let commands = 0;

  const start = async (text: string, cwd: string): Promise<Shell> => {
    const mark = { leg: records.mark, command: ++commands };
    const kill = atMostOnce(() => endProcesses({ leaders: roster.leaders(mark.command), mark }));
    const { argv, release } = await argvOf(text, cwd, env, setup);
    try {
      const record = (leader: ProcessIdentity) => roster.add(mark.command, leader);
      const command = await startCommand({ argv, cwd, env, mark, record, onFlood: kill });
      void command.silent.then(release).then(roster.prune);
      return { ...command, id: `bash_${mark.leg.slice(-6)}_${mark.command}`, kill };
    } catch (error) {
      release();
      throw error;
    }
  };

  return {
    start(text, cwd) {
      const shell = start(text, cwd);
      starting.add(shell);
      return shell.finally(() => starting.delete(shell));
    },
    async end() {
      await Promise.allSettled(starting);
      await endProcesses({ leaders: roster.leaders(), mark: { leg: records.mark } });
      await watcher.dismiss();
      await records.removeAll();
    },
  };
}

async function argvOf(
  text: string,
  cwd: string,
  env: Environment,
  { sandbox, writable }: ProcessesSetup,
): Promise<SandboxedCommand> {
  const shell = findShell(env.PATH ?? '');
  const wall = await sandbox();
  if (!wall) return { argv: [shell, '-c', text], release: () => undefined };
  const kept = PROTECTED.map((path) => join(cwd, path));
  return wall.wrap(text, { shell, writable: [cwd, tmpdir(), ...writable], protected: kept });
}

/** What decides in a workspace which programs are started, and what agents may do. */
const PROTECTED = ['.git/hooks', '.git/config', '.mcp.json', '.claude/settings.json', '.claude/settings.local.json'];

/** What it cannot end is left to the end of the leg, where a failure is told. */
function atMostOnce(kill: () => Promise<void>): () => Promise<void> {
  let killing: Promise<void> | undefined;
  return () => (killing ??= kill().catch(() => undefined));
}
