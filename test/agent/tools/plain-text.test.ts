import { describe, expect, it } from '@jest/globals';
import { plainText } from '../../../src/agent/tools/plain-text.js';

describe('plain text', () => {
  it.each([
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\link', 'alink'],
    ['\u009b2Ja\u009dtitle\u009cb', 'ab'],
    ['a\u001bcb\u001b(Bc', 'abc'],
    ['a\r\nb\rc\td', 'a\nb\rc\td'],
    ['a\0\u0001\u007f\uFFFD\u0085b', 'a\uFFFDb'],
    ['never ended \u001b]0;but shown', 'never ended 0;but shown'],
    ['é 日本 🙂', 'é 日本 🙂'],
  ])('of %j is %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('is found without going back and forth in the text', () => {
    const hostile = [
      '\u001b;#;#',
      '\u001b]',
      '\u009d',
      '\u001b[0',
      '\u001b[;',
      '\u001b ',
      '\uFFFD\t',
      '\u001b]0;#\u001b[1',
    ];
    for (const piece of hostile) {
      const text = piece.repeat(2_000_000 / piece.length);
      expect(plainText(`${text}end`)).toMatch(/end$|nd$/);
    }
    expect(plainText(`\u001b${';#'.repeat(1_000_000)}`)).toHaveLength(1_999_999);
  });
});
