import { createAskUserQuestionTool } from './tools/ask-user-question.js';
import { createBashTools } from './tools/bash/bash-tools.js';
import { createEditTool } from './tools/edit/edit.js';
import { createWriteTool } from './tools/edit/write.js';
import { createReadTool } from './tools/read/read.js';
import { createGlobTool } from './tools/search/glob.js';
import { createGrepTool } from './tools/search/grep.js';
import { createTodoWriteTool } from './tools/todo-write.js';
import type { Tool } from './tools/tool.js';

/** The tools of agents, under the names and parameters that Claude Code gave them. */
export function createTools(): readonly Tool[] {
  return [
    createReadTool(),
    createWriteTool(),
    createEditTool(),
    createGrepTool(),
    createGlobTool(),
    ...createBashTools(),
    createTodoWriteTool(),
    createAskUserQuestionTool(),
  ];
}
