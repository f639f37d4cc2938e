import { expect, it } from '@jest/globals';
import { createEditTool } from '../../../src/agent/tools/edit/edit.js';
import { createWriteTool } from '../../../src/agent/tools/edit/write.js';
import { createReadTool } from '../../../src/agent/tools/read/read.js';
import { createGlobTool } from '../../../src/agent/tools/search/glob.js';
import { createGrepTool } from '../../../src/agent/tools/search/grep.js';
import { createTodoWriteTool } from '../../../src/agent/tools/todo-write.js';
import { createTools } from '../../../src/agent/tools.js';
import type { ToolBench } from '../../support/tool-bench.js';
import { describeTool, type ToolSample } from './tool.contract.js';

const readFirst = (bench: ToolBench) => bench.call(createReadTool(), { file_path: 'a.txt' });
const huge = (bench: ToolBench) => bench.put('huge.txt', 'match me\n'.repeat(100_000));
const edit = { file_path: 'a.txt', old_string: 'beta', new_string: 'delta' };
const todo = { content: 'Run the tests', status: 'pending', activeForm: 'Running the tests' };

const SAMPLES: Readonly<Record<string, ToolSample>> = {
  Read: {
    create: createReadTool,
    prepare: huge,
    input: { file_path: 'huge.txt' },
    bad: [
      [{}, 'file_path'],
      [{ file_path: 5 }, 'file_path'],
      [{ file_path: '' }, 'file_path'],
      [{ file_path: 'a', offset: -1 }, 'offset'],
      [{ file_path: 'a', limit: 0.5 }, 'limit'],
    ],
    pathField: 'file_path',
  },
  Write: {
    create: createWriteTool,
    input: { file_path: 'new/b.txt', content: 'text' },
    bad: [
      [{ file_path: 'a' }, 'content'],
      [{ file_path: 'a', content: ['x'] }, 'content'],
    ],
    pathField: 'file_path',
  },
  Edit: {
    create: createEditTool,
    prepare: readFirst,
    input: edit,
    bad: [
      [{ ...edit, old_string: undefined }, 'old_string'],
      [{ ...edit, new_string: 7 }, 'new_string'],
      [{ ...edit, replace_all: 'yes' }, 'replace_all'],
    ],
    pathField: 'file_path',
  },
  Grep: {
    create: createGrepTool,
    prepare: huge,
    input: { pattern: 'match', output_mode: 'content' },
    bad: [
      [{}, 'pattern'],
      [{ pattern: 'a', output_mode: 'all' }, 'output_mode'],
      [{ pattern: 'a', type: '-x' }, 'type'],
      [{ pattern: 'a', '-C': -1 }, '-C'],
    ],
    pathField: 'path',
  },
  Glob: {
    create: createGlobTool,
    prepare: async (bench) => {
      for (let number = 0; number < 300; number += 1) await bench.put(`many/${number}.txt`, '');
    },
    input: { pattern: '**/*.txt' },
    bad: [
      [{ pattern: 5 }, 'pattern'],
      [{ pattern: '*'.repeat(2_000) }, 'pattern'],
    ],
    pathField: 'path',
  },
  TodoWrite: {
    create: createTodoWriteTool,
    input: { todos: Array.from({ length: 500 }, () => ({ ...todo, content: 'x'.repeat(500) })) },
    bad: [
      [{ todos: 'none' }, 'todos'],
      [{ todos: [{ ...todo, status: 'open' }] }, 'status'],
      [{ todos: [{ content: 'a', status: 'pending' }] }, 'activeForm'],
    ],
  },
};

for (const [name, sample] of Object.entries(SAMPLES)) {
  describeTool(name, { ...sample, bad: [...sample.bad, [{ ...sample.input, surplus: 1 }, 'surplus']] });
}

it('every file tool of an agent has a sample here', () => {
  expect(createTools().map((tool) => tool.name)).toEqual(expect.arrayContaining(Object.keys(SAMPLES)));
});
