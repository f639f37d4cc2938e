import { LonghaulError } from '../../config/errors.js';
import type { AskRow } from '../../workflows/messages.js';
import type { Question } from '../../workflows/ports.js';
import { isNamed } from '../agents.js';
import { askLine } from './asks.js';

/** Questions of one agent, and what a person says to them: as many texts as there are questions, or none. */
export interface Reply {
  readonly rows: readonly AskRow[];
  readonly texts: readonly string[];
}

/**
 * What a person means who gives these words: the number or label of an agent and its answers, or the answers alone where
 * only one agent asks. Throws NO_SUCH_ASK and ANSWERS_MISSING.
 */
export function replyOf(run: string, asks: readonly AskRow[], words: readonly string[]): Reply {
  const asking = asks.filter(({ ask }) => ask.questions !== undefined);
  const [first, ...others] = words;
  const named = first === undefined ? [] : asking.filter((row) => isNamed(row, first));
  if (named.length > 0 && isOneAgent(named) && fits(named, others)) return { rows: named, texts: others };
  if (!isOneAgent(asking)) {
    const agent = named.length > 0 || first === undefined || asking.length === 0 ? null : first;
    throw new LonghaulError('NO_SUCH_ASK', { run, agent, asking: asking.map(askLine) });
  }
  if (fits(asking, words)) return { rows: asking, texts: words };
  throw new LonghaulError('ANSWERS_MISSING', { run, wanted: questionsOf(asking).length, given: words.length });
}

function isOneAgent(rows: readonly AskRow[]): boolean {
  return rows.length > 0 && rows.every(({ call }) => call === rows[0]?.call);
}

function fits(rows: readonly AskRow[], texts: readonly string[]): boolean {
  return texts.length === 0 || texts.length === questionsOf(rows).length;
}

function questionsOf(rows: readonly AskRow[]): readonly Question[] {
  return rows.flatMap(({ ask }) => ask.questions ?? []);
}

/** The answers to each ask of a reply, in the order of its questions. */
export function answersFor({
  rows,
  texts,
}: Reply): readonly { readonly row: AskRow; readonly answers: readonly string[] }[] {
  let next = 0;
  return rows.map((row) => ({
    row,
    answers: (row.ask.questions ?? []).map((question) => answerTo(question, texts[next++] ?? '')),
  }));
}

/** A number stands for the label of an option, unless a label is that number; several where several can be chosen. */
function answerTo({ options, multiSelect }: Question, text: string): string {
  const labels = options.map(({ label }) => label);
  if (labels.includes(text) || !/^\d+(?:\s*,\s*\d+)*$/.test(text)) return text;
  const numbers = text.split(',').map(Number);
  const chosen = numbers.flatMap((number) => labels[number - 1] ?? []);
  const isChoice = chosen.length === numbers.length && (multiSelect || chosen.length === 1);
  return isChoice ? chosen.join(', ') : text;
}
