import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';

/** Characters of a summary, at most. */
const LENGTH = 200;
/** Of a longer one both ends are shown: what a person permits must not hide behind a long beginning. */
const HEAD = 120;
const TAIL = 50;

/** A tool call in one line for the person who has to permit it. Hostile text. */
export function summaryOf({ name, input }: Pick<ToolUseBlock, 'name' | 'input'>): string {
  const subject = SUBJECTS[name];
  const value = subject !== undefined && isRecord(input) ? input[subject] : undefined;
  return inOneLine(typeof value === 'string' ? value : JSON.stringify(input));
}

/** A text as one line that is short enough for a summary. */
export function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= LENGTH) return line;
  return `${line.slice(0, HEAD)} … ${line.slice(-TAIL)} (${line.length} characters)`;
}

/** The one parameter that says what a call is about. */
const SUBJECTS: Readonly<Record<string, string>> = {
  Bash: 'command',
  Read: 'file_path',
  Write: 'file_path',
  Edit: 'file_path',
  WebFetch: 'url',
};

function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null;
}
