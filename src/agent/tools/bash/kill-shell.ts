import * as z from 'zod';
import { defineTool, ok, type Tool, type ToolContext, type ToolResult } from '../tool.js';
import { statusOf } from './status.js';
import { unknownShell } from './unknown-shell.js';

const input = z.strictObject({ shell_id: z.string().min(1).describe('Id of the command, as Bash gave it') });

export function createKillShellTool(): Tool {
  return defineTool({
    name: 'KillShell',
    description: 'Ends a command in the background, with all it has started.',
    input,
    readOnly: false,
    run: kill,
  });
}

async function kill({ shell_id }: z.infer<typeof input>, { processes }: ToolContext): Promise<ToolResult> {
  const shell = processes.background.get(shell_id);
  if (!shell) return unknownShell(shell_id);
  const end = shell.end();
  await shell.kill();
  return ok(end ? `${shell_id} had ended before. ${statusOf(end)}` : `${shell_id} was ended.`);
}
