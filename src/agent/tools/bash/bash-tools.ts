import type { Tool } from '../tool.js';
import { createBashTool } from './bash.js';
import { createBashOutputTool } from './bash-output.js';
import { createKillShellTool } from './kill-shell.js';

/** The tools that run commands. Their processes are those of the leg. */
export function createBashTools(): readonly Tool[] {
  return [createBashTool(), createBashOutputTool(), createKillShellTool()];
}
