import * as z from 'zod';
import type { Question } from '../../workflows/ports.js';
import { defineTool, refused, type Tool } from './tool.js';

const option = z.strictObject({
  label: z.string().min(1).max(200).describe('The choice in one to five words'),
  description: z.string().max(1_000).describe('What the choice means or what follows from it'),
});

const question = z.strictObject({
  question: z.string().min(1).max(2_000).describe('The whole question, clear and to the point'),
  header: z.string().min(1).max(30).describe('What it is about in a word or two'),
  options: z.array(option).min(2).max(4).describe('The choices; any other answer can be given, too'),
  multiSelect: z.boolean().default(false).describe('Whether several choices can be true at once'),
});

const input = z.strictObject({ questions: z.array(question).min(1).max(4) });

/** Asks a person something. Their answers come with a decision of the run: the tool itself does nothing. */
export function createAskUserQuestionTool(): Tool {
  const tool = defineTool({
    name: 'AskUserQuestion',
    description: [
      'Asks a person one to four questions and waits for the answers, which may take long.',
      'Use it only for what you can neither find out nor decide within your task.',
      'Put the choice you would make first.',
    ].join(' '),
    input,
    readOnly: true,
    run: async () => refused('The questions were not asked.'),
  });
  return { ...tool, questionsOf: (given): readonly Question[] => (given as z.infer<typeof input>).questions };
}
