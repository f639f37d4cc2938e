import { describe, expect, it } from '@jest/globals';
import { answersFor, replyOf } from '../../../src/cli/asks/answers.js';
import type { AskRow } from '../../../src/workflows/messages.js';
import type { Question } from '../../../src/workflows/ports.js';

const COLOUR = question('Which colour?', ['red', 'blue']);
const SIZES = { ...question('Which sizes?', ['small', '3', 'large']), multiSelect: true };
const one = asking(2, 'one', [COLOUR]);
const two = asking(7, 'two', [COLOUR, SIZES]);

function question(text: string, labels: readonly string[]): Question {
  const options = labels.map((label) => ({ label, description: '' }));
  return { question: text, header: 'Taste', options, multiSelect: false };
}

function asking(call: number, label: string, questions?: readonly Question[], id = `t${call}`): AskRow {
  const ask = { id, tool: 'AskUserQuestion', summary: '', reason: '', ...(questions && { questions }) };
  return { call, label, phase: null, ask };
}

/** Call and answers of each ask. */
function said(asks: readonly AskRow[], ...words: readonly string[]) {
  return answersFor(replyOf('run', asks, words)).map(({ row, answers }) => [row.call, ...answers]);
}

const code = (asks: readonly AskRow[], ...words: readonly string[]) => {
  try {
    return replyOf('run', asks, words).texts.length === 0 ? 'shown' : 'answered';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('what a person means who answers', () => {
  it('is the only agent that asks, or the one that is named', () => {
    expect(said([one], 'green')).toEqual([[2, 'green']]);
    expect(said([one], '2', 'green')).toEqual([[2, 'green']]);
    expect(said([one, two], 'two', 'green', 'huge')).toEqual([[7, 'green', 'huge']]);
    expect(said([one, asking(9, 'other')], 'green')).toEqual([[2, 'green']]);
  });

  it('is to see the questions where no text is given, also of an agent whose number could be an option', () => {
    for (const words of [[], ['2'], ['one']]) expect(code([one], ...words)).toBe('shown');
    expect(code([one], '1')).toBe('answered');
  });

  it('is said to be unclear where it is', () => {
    expect(code([])).toBe('NO_SUCH_ASK');
    expect(code([one, two])).toBe('NO_SUCH_ASK');
    expect(code([one, two], 'green')).toBe('NO_SUCH_ASK');
    expect(code([one, { ...two, label: 'one' }], 'one', 'green')).toBe('NO_SUCH_ASK');
    expect(code([two], 'green')).toBe('ANSWERS_MISSING');
    expect(code([one], 'light', 'green')).toBe('ANSWERS_MISSING');
  });

  it('goes to the asks of one agent in their order', () => {
    const asks = [asking(2, 'one', [COLOUR], 'a'), asking(2, 'one', [SIZES, COLOUR], 'b')];
    expect(said(asks, 'red', 'small', 'blue')).toEqual([
      [2, 'red'],
      [2, 'small', 'blue'],
    ]);
  });

  it.each([
    ['1', 'red'],
    ['2', 'blue'],
    ['3', '3'],
    ['0', '0'],
    ['1,2', '1,2'],
    ['1st', '1st'],
  ])('of %j for an option is %j', (text, answer) => {
    expect(said([asking(4, 'four', [COLOUR])], text)).toEqual([[4, answer]]);
  });

  it.each([
    ['1', 'small'],
    ['3', '3'],
    ['1, 3', 'small, large'],
    ['1,4', '1,4'],
  ])('of %j for several options is %j', (text, answer) => {
    expect(said([asking(4, 'four', [SIZES])], text)).toEqual([[4, answer]]);
  });
});
