import { execFileSync } from 'node:child_process';
import { cp, mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createSeenFiles } from '../../src/agent/tools/seen-files.js';
import type { Tool, ToolContext, ToolResult } from '../../src/agent/tools/tool.js';
import { openTestProcesses } from './open-test-processes.js';
import { tempFolder } from './temp-folder.js';

/** A real repository with one commit, in which tools are called as an agent calls them. */
export interface ToolBench {
  /** Absolute path of a folder that is the agent's alone, beside others. */
  readonly workspace: string;
  readonly context: ToolContext;
  put(name: string, content: string | Uint8Array): Promise<string>;
  call(tool: Tool, input: unknown, changes?: Partial<ToolContext>): Promise<ToolResult>;
}

export async function openToolBench(): Promise<ToolBench> {
  const workspace = join(await realpath(await tempFolder()), 'work');
  await cp(await committed(), workspace, { recursive: true });
  const processes = openTestProcesses();
  const context = { workspace, signal: new AbortController().signal, seen: createSeenFiles(), processes };
  const put = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(workspace, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  };
  return {
    workspace,
    context,
    put,
    async call(tool, input, changes = {}) {
      const accepted = tool.accept(input);
      if (!accepted.fits) throw new Error(`${tool.name} does not take ${JSON.stringify(input)}: ${accepted.mismatch}`);
      return tool.run(accepted.input, { ...context, ...changes });
    },
  };
}

let repository: Promise<string> | null = null;

/** A repository with one commit, made once to be copied. */
function committed(): Promise<string> {
  repository ??= commit();
  return repository;
}

/** Nobody's configuration of git has a say. */
async function commit(): Promise<string> {
  const cwd = await tempFolder();
  const env = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  await writeFile(join(cwd, 'a.txt'), 'alpha\nbeta\ngamma\n');
  for (const command of [
    ['init', '--quiet', '--template='],
    ['add', '--all'],
    ['-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'first'],
  ]) {
    execFileSync('git', command, { cwd, env });
  }
  return cwd;
}

/** All text of a result. */
export function textOf({ content }: ToolResult): string {
  if (typeof content === 'string') return content;
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}
