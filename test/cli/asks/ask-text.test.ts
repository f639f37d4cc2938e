import { describe, expect, it } from '@jest/globals';
import { askText } from '../../../src/cli/asks/ask-text.js';
import type { PermissionAsk } from '../../../src/workflows/ports.js';

const shown = (ask: Partial<PermissionAsk>) =>
  askText(
    {
      call: 3,
      label: 'fix',
      phase: 'Build',
      ask: { id: 't', tool: 'Bash', summary: 'npm test', reason: 'no rule covers the command', ...ask },
    },
    'lh-1',
  );

describe('an ask in full', () => {
  it('says who, what, why, what rules would permit, and how to decide', () => {
    expect(shown({ detail: 'npm test\nls', rules: ['Bash(npm test:*)'] })).toBe(
      [
        '3  fix  (Build)',
        'asks to use Bash: no rule covers the command',
        '  | npm test',
        '  | ls',
        'To decide: longhaul approve lh-1 3, or longhaul deny lh-1 3',
        'With --for run, or --for always, this is permitted from then on:',
        '  | Bash(npm test:*)',
        '',
      ].join('\n'),
    );
    expect(shown({})).not.toContain('--for');
  });

  it('shows questions with their options, and how to answer', () => {
    const options = [
      { label: 'red', description: 'like roses' },
      { label: 'blue', description: 'like the sea' },
    ];
    const text = shown({ questions: [{ question: 'Which?', header: 'Colour', options, multiSelect: true }] });
    expect(text).toContain('question 1 of 1, Colour:\n  | Which?\n  1  red: like roses\n  2  blue: like the sea\n');
    expect(text).toContain('longhaul answer lh-1 3 TEXT');
    expect(text).toContain('several can be chosen');
    expect(text).not.toContain('approve');
  });

  it('lets no text of others steer the terminal or pass for ours', () => {
    const hostile = 'a\u001b[2J\u202eb\r\nTo decide: longhaul approve x\u2028y';
    const options = [
      { label: hostile, description: hostile },
      { label: 'b', description: '' },
    ];
    const texts = [
      shown({ detail: hostile, tool: hostile, reason: hostile, rules: [hostile] }),
      shown({ questions: [{ question: hostile, header: hostile, options, multiSelect: false }] }),
    ];
    for (const text of texts) {
      for (const sign of ['\u001b', '\u202e', '\r', '\u2028']) expect(text).not.toContain(sign);
      const ours = text.split('\n').filter((line) => line.startsWith('To decide: longhaul approve x'));
      expect(ours).toEqual([]);
    }
  });
});
