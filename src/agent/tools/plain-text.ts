import { withoutSequences } from '../../config/control-sequences.js';

/**
 * The text without what would steer a terminal: colours, titles, cursor movements. What else is no text becomes one
 * U+FFFD. Takes time in proportion to the length of the text, whatever it holds.
 */
export function plainText(text: string): string {
  return withoutSequences(text)
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?:(?![\t\n\r])[\p{Cc}\uFFFD])+/gu, '\uFFFD');
}
