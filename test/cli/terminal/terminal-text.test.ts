import { describe, expect, it } from '@jest/globals';
import { terminalLine, terminalText } from '../../../src/cli/terminal/terminal-text.js';

describe('text shown on a terminal', () => {
  it.each([
    ['plain text', 'plain text'],
    ['tabs\tand\nlines', 'tabs\tand\nlines'],
    ['naïve 漢字 👩‍💻 🇩🇪', 'naïve 漢字 👩‍💻 🇩🇪'],
    ['windows\r\nlines\r\n', 'windows\nlines\n'],
    ['overwritten\rtext', 'overwritten\ntext'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b[2J\u001b[1;1Hgone', 'gone'],
    ['\u009b31mred', 'red'],
    ['\u001b]0;new title\u0007text', 'text'],
    ['\u001b]8;;https://example.org\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u009d0;new title\u009ctext', 'text'],
    ['\u001bP1$r0m\u001b\\after', 'after'],
    ['\u001bcreset', 'reset'],
    ['\u001b(0line', 'line'],
    ['be\u0007ll\u0000 and\u0008 back', 'bell and back'],
    ['next\u0085line', 'nextline'],
    ['admin\u202etxt.exe\u2066\u200f', 'admintxt.exe'],
  ])('%j holds nothing a terminal obeys', (given, shown) => {
    expect(terminalText(given)).toBe(shown);
  });

  it('loses no words to a sequence that never ends', () => {
    expect(terminalText('before \u001b]0;after')).toContain('after');
    expect(terminalText('before \u001b[')).toBe('before ');
  });

  it('holds no control character, whatever remains when a sequence was taken out', () => {
    const nested = '\u001b\u001b[31m[31mred \u001b]\u001b[0m0;x\u0007';
    expect(terminalText(nested)).not.toMatch(/[\p{Cc}]/u);
  });

  it.each([
    ['two\nlines', 'two lines'],
    ['  indented\n\n\tmore  ', '  indented more  '],
    ['paragraph\u2029separator\u2028and\u0085next', 'paragraph separator and next'],
    ['return\r\nfeed', 'return feed'],
  ])('%j fits on one line', (given, shown) => {
    expect(terminalLine(given)).toBe(shown);
  });
});
