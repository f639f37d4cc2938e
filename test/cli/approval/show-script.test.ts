import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { openKeys } from '../../../src/cli/approval/keys.js';
import { foldedLines, showScript } from '../../../src/cli/approval/show-script.js';
import { fakeTerminal } from '../../support/fake-terminal.js';

describe('a script that is shown', () => {
  it('has numbered lines, and long ones are folded so that nothing is out of sight', () => {
    const text = `first\n${'ab'.repeat(20)}\n\t漢字漢字漢字漢字漢字漢字\n`;
    expect(foldedLines(text, 23)).toEqual([
      '1  first',
      `2  ${'ab'.repeat(10)}`,
      `   ${'ab'.repeat(10)}`,
      '3    漢字漢字漢字漢字漢',
      '   字漢字',
    ]);
    for (const row of foldedLines(text, 23)) expect(stringWidth(row)).toBeLessThanOrEqual(23);
  });

  it('obeys nothing and loses nothing but what would be obeyed', () => {
    expect(foldedLines('a\u001b[2Jb\u202ec\r\nd\re', 80)).toEqual(['1  abc', '2  d', '3  e']);
  });

  it.each([
    ['q', 'back', 1],
    ['\u001b', 'back', 1],
    ['\u0007', 'edit', 1],
    [' q', 'back', 2],
    ['\r\rq', 'back', 3],
    ['   ', 'back', 3],
  ])('%j in a script of three pages: %s on page %d', async (pressed, answer, pages) => {
    const terminal = fakeTerminal({ rows: 7 });
    const keys = openKeys(terminal);
    const text = Array.from({ length: 15 }, (_, index) => `line ${index + 1}`).join('\n');
    const shown = showScript(text, keys, terminal);
    await terminal.press('1  line 1', pressed);
    expect(await shown).toBe(answer);
    keys.close();
    expect(terminal.told().match(/line \d+\n/g)).toHaveLength(5 * pages);
  });
});
