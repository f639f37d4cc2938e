import * as z from 'zod';
import { withinLimits } from './limit-output.js';
import { defineTool, ok, type Tool } from './tool.js';

const todo = z.strictObject({
  content: z.string().min(1).describe('What is to be done, for example Run the tests'),
  status: z.enum(['pending', 'in_progress', 'completed']),
  activeForm: z.string().min(1).describe('What is being done meanwhile, for example Running the tests'),
});

const input = z.strictObject({
  todos: z.array(todo).max(500).describe('The whole list; it replaces the one before'),
});

const SIGNS = { pending: ' ', in_progress: '>', completed: 'x' } as const;

/** Keeps nothing: the list is in the conversation. */
export function createTodoWriteTool(): Tool {
  return defineTool({
    name: 'TodoWrite',
    description:
      'Notes the steps of a longer task and how far they are. Keep one step in_progress, and mark each as completed when it is.',
    input,
    readOnly: true,
    run: async ({ todos }) => {
      if (todos.length === 0) return ok('The list is empty now.');
      const lines = todos.map(({ status, content }) => `[${SIGNS[status]}] ${content}`);
      return ok(withinLimits(lines.join('\n'), 'The whole list is in your call.'));
    },
  });
}
