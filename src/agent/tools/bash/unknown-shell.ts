import { refused, type ToolResult } from '../tool.js';

/** What to tell of a command that this leg has not started. */
export function unknownShell(id: string): ToolResult {
  return refused(
    `${id} does not run: it ended with the previous stretch of this agent (its worker was restarted, or the agent paused), or never was. Start it again if you need it.`,
  );
}
