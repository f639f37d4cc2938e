import * as z from 'zod';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from '../tool.js';
import { matchingLines } from './matching-lines.js';
import { readable, shownOutput } from './shown-output.js';
import { statusOf } from './status.js';
import { unknownShell } from './unknown-shell.js';

const input = z.strictObject({
  bash_id: z.string().min(1).describe('Id of the command, as Bash gave it'),
  filter: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Regular expression: only lines that match are shown, the others are not shown later either'),
});

export function createBashOutputTool(): Tool {
  return defineTool({
    name: 'BashOutput',
    description:
      'Shows what a command in the background has printed since the last look, whether it still runs, and its exit code.',
    input,
    readOnly: true,
    run: look,
  });
}

async function look({ bash_id, filter }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const shell = context.processes.background.get(bash_id);
  if (!shell) return unknownShell(bash_id);
  // Before the output is taken: what ends in between has said all it had to say by the next look.
  const end = shell.end();
  const status = end ? statusOf(end) : 'Still running';
  const printed = shell.takeOutput();
  if (filter === undefined) return ok(`${status}\n${shownOutput(printed)}`);

  const text = readable(Buffer.concat([printed.beginning, printed.end]));
  const found = await matchingLines(text, filter, context.signal);
  if (found.kind === 'failed') return refused(`The filter failed: ${found.message}`);
  const matching = shownOutput({ beginning: Buffer.from(found.text), end: Buffer.alloc(0), dropped: 0 });
  return ok(`${status}\n${matching}${printed.dropped > 0 ? MISSED : ''}`);
}

const MISSED = '\n\n[It printed more than is kept for a look: lines may have been missed. Look more often.]';
