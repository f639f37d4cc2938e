const ESC = '\u001b';
/** Nothing that begins a sequence is inside of one, or every beginning could be followed to the end of the text. */
const STRING_BODY = '[^\u0007\u001b\u0090\u0098\u009b-\u009f]*';

/** Control sequences of ECMA-48, strings such as titles and links with what they carry, and short escapes. */
const SEQUENCES = new RegExp(
  [
    `(?:${ESC}\\[|\u009b)[0-?]*[ -/]*[@-~]`,
    `(?:${ESC}[\\]PX^_]|[\u0090\u0098\u009d-\u009f])${STRING_BODY}(?:\u0007|\u009c|${ESC}\\\\)`,
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/**
 * The text without what would steer a terminal: colours, titles, links, cursor movements. A string that is never ended
 * loses its introducer only: dropping the rest would hide words that somebody has to see. Takes time in proportion to
 * the length of the text, whatever it holds.
 */
export function withoutSequences(text: string): string {
  return text.replace(SEQUENCES, '');
}
