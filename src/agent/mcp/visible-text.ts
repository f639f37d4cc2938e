/**
 * Text of a server without what only steers terminals or hides words: control characters other than line breaks and
 * tabs, marks of direction, characters that show nothing.
 */
export function visibleText(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '');
}
