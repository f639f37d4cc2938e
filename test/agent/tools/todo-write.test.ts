import { expect, it } from '@jest/globals';
import { createTodoWriteTool } from '../../../src/agent/tools/todo-write.js';
import { openToolBench } from '../../support/tool-bench.js';

it('says the list as it was given', async () => {
  const bench = await openToolBench();
  const todos = [
    { content: 'Look', status: 'completed', activeForm: 'Looking' },
    { content: 'Change', status: 'in_progress', activeForm: 'Changing' },
    { content: 'Test', status: 'pending', activeForm: 'Testing' },
  ];
  expect(await bench.call(createTodoWriteTool(), { todos })).toEqual({
    content: '[x] Look\n[>] Change\n[ ] Test',
    isError: false,
  });
  expect(await bench.call(createTodoWriteTool(), { todos: [] })).toMatchObject({ isError: false });
});
