/**
 * The text without what would steer a terminal: colours, titles, cursor movements. What else is no text becomes one
 * U+FFFD. Takes time in proportion to the length of the text, whatever it holds.
 */
export function plainText(text: string): string {
  return text
    .replace(SEQUENCES, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?:(?![\t\n\r])[\p{Cc}\uFFFD])+/gu, '\uFFFD');
}

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
