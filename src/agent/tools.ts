import { createGlobTool } from './tools/glob.js';
import { createGrepTool } from './tools/grep.js';
import { createReadTool } from './tools/read.js';
import type { Tool } from './tools/tool.js';

/** The tools of agents, under the names and parameters that Claude Code gave them. */
export function createTools(): readonly Tool[] {
  return [createReadTool(), createGrepTool(), createGlobTool()];
}
