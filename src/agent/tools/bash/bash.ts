import * as z from 'zod';
import type { CommandEnd } from '../../processes/command.js';
import type { Shell } from '../../processes/processes.js';
import { inWords } from '../in-words.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from '../tool.js';
import { shownOutput } from './shown-output.js';
import { statusOf } from './status.js';

const DEFAULT_TIMEOUT_MS = 120_000;
const LONGEST_TIMEOUT_MS = 600_000;
/** Shorter than what the system takes as one argument. */
const LONGEST_COMMAND = 30_000;
/** Commands running in the background at the same time. */
const MOST_IN_BACKGROUND = 16;

const input = z.strictObject({
  command: z
    .string()
    .min(1)
    .max(LONGEST_COMMAND)
    .refine((command) => !command.includes('\0'), 'must not contain a NUL character')
    .describe('The command to run'),
  timeout: z
    .number()
    .positive()
    .max(LONGEST_TIMEOUT_MS)
    .optional()
    .describe(`Milliseconds after which the command is killed; ${DEFAULT_TIMEOUT_MS} by default`),
  description: z.string().optional().describe('What the command does, in five to ten words'),
  run_in_background: z.boolean().optional().describe('Do not wait for its end: look at it with BashOutput'),
});

export function createBashTool(): Tool {
  return defineTool({
    name: 'Bash',
    description: `Runs a command in a new bash. Every command starts in the working directory: cd and variables do not last. There is no terminal and nothing on stdin. Shows stdout and stderr in their order. What runs in the background ends with your work, and when that is interrupted.`,
    input,
    readOnly: false,
    run,
  });
}

type BashInput = z.infer<typeof input>;

async function run(given: BashInput, { processes, workspace, signal }: ToolContext): Promise<ToolResult> {
  signal.throwIfAborted();
  const { background } = processes;
  if (given.run_in_background && running(background.values()) >= MOST_IN_BACKGROUND) return TOO_MANY;
  return inWords(workspace, async () => {
    const shell = await processes.start(given.command, workspace);
    if (!given.run_in_background) return waitFor(shell, given, signal);
    background.set(shell.id, shell);
    return ok(`Running in the background as ${shell.id}. See what it prints with BashOutput, end it with KillShell.`);
  });
}

function running(shells: Iterable<Shell>): number {
  return [...shells].filter((shell) => shell.end() === null).length;
}

const TOO_MANY = refused(`${MOST_IN_BACKGROUND} commands run in the background already. End one with KillShell first.`);

async function waitFor(
  shell: Shell,
  { command, timeout = DEFAULT_TIMEOUT_MS }: BashInput,
  signal: AbortSignal,
): Promise<ToolResult> {
  const end = await endWithin(timeout, shell, signal);
  if (end) return toldOf(end, shownOutput(shell.takeOutput()));
  const killed = shell.kill();
  signal.throwIfAborted();
  await killed;
  const what = command.length > LONGEST_REMINDER ? `${command.slice(0, LONGEST_REMINDER)}…` : command;
  return refused(`Killed after ${timeout / 1_000} s: ${what}\n${shownOutput(shell.takeOutput())}`);
}

const LONGEST_REMINDER = 200;

/** Null when the time is over, or the signal has come. */
function endWithin(ms: number, shell: Shell, signal: AbortSignal): Promise<CommandEnd | null> {
  return new Promise((resolve) => {
    const giveUp = () => settle(null);
    const timer = setTimeout(giveUp, ms);
    signal.addEventListener('abort', giveUp, { once: true });
    const settle = (end: CommandEnd | null) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      resolve(end);
    };
    void shell.ended.then(settle);
    if (signal.aborted) giveUp();
  });
}

function toldOf(end: CommandEnd, output: string): ToolResult {
  const succeeded = end.kind === 'exited' && end.code === 0;
  return succeeded ? ok(output) : refused(`${statusOf(end)}\n${output}`);
}
