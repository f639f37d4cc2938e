import type { AskRow } from '../../workflows/messages.js';
import type { Question } from '../../workflows/ports.js';
import { terminalLine, terminalText } from '../terminal/terminal-text.js';

/** What an agent asks, in full, and how to answer. What is not ours stands behind a bar: it cannot pass for our words. */
export function askText({ call, label, phase, ask }: AskRow, run: string): string {
  const where = phase === null ? '' : `  (${terminalLine(phase)})`;
  const head = `${call}  ${terminalLine(label)}${where}`;
  const body = ask.questions ? questionLines(ask.questions) : permissionLines(ask);
  const name = `${run} ${call}`;
  const how = ask.questions
    ? [`To answer: longhaul answer ${name} ${ask.questions.map(() => 'TEXT').join(' ')}   (or the number of an option)`]
    : decisionLines(name, ask.rules ?? []);
  return [head, ...body, ...how].map((line) => `${line}\n`).join('');
}

function permissionLines({ tool, reason, detail, summary }: AskRow['ask']): readonly string[] {
  return [`asks to use ${terminalLine(tool)}: ${terminalLine(reason)}`, ...barred(detail ?? summary)];
}

function decisionLines(name: string, rules: readonly string[]): readonly string[] {
  const once = `To decide: longhaul approve ${name}, or longhaul deny ${name}`;
  if (rules.length === 0) return [once];
  return [once, 'With --for run, or --for always, this is permitted from then on:', ...barred(rules.join('\n'))];
}

function questionLines(questions: readonly Question[]): readonly string[] {
  return questions.flatMap(({ header, question, options, multiSelect }, at) => [
    `question ${at + 1} of ${questions.length}, ${terminalLine(header)}:`,
    ...barred(question),
    ...options.map(({ label, description }, i) => `  ${i + 1}  ${terminalLine(label)}: ${terminalLine(description)}`),
    ...(multiSelect ? ['  several can be chosen: 1,2'] : []),
  ]);
}

function barred(text: string): readonly string[] {
  return terminalText(text)
    .split('\n')
    .map((line) => `  | ${line}`);
}
