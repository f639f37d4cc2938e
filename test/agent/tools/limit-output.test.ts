import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitNote, limitOutput, MOST_BYTES, MOST_LINES, withinLimits } from '../../../src/agent/tools/limit-output.js';

it('keeps what fits as it is', () => {
  for (const text of ['', 'a', 'a\n', 'a\n\nb', 'é'.repeat(MOST_BYTES / 2)]) {
    expect(limitOutput(text)).toMatchObject({ text, hit: null });
  }
});

it('says which limit was hit', () => {
  expect(limitOutput('x\n'.repeat(MOST_LINES * 2))).toMatchObject({ lines: MOST_LINES, hit: 'lines' });
  expect(limitOutput(`${'x'.repeat(999)}\n`.repeat(100))).toMatchObject({ lines: 51, hit: 'bytes' });
  expect(limitNote(limitOutput('x\n'.repeat(MOST_LINES * 2)), 'Go on.')).toBe(
    '\n\n[Cut after 2000 lines: a tool call shows at most 2000 lines. Go on.]',
  );
  expect(limitNote(limitOutput('short'), 'Go on.')).toBe('');
  expect(withinLimits('short', 'Go on.')).toBe('short');
  expect(withinLimits('x\n'.repeat(MOST_LINES * 2), 'Go on.')).toMatch(/^x\n[^]*x\n\n\[Cut after .* Go on\.\]$/);
});

it('cuts one long line between characters', () => {
  const { text, hit } = limitOutput('日'.repeat(MOST_BYTES));
  expect(hit).toBe('bytes');
  expect(text).toMatch(/^日+$/);
});

it('is a beginning within both limits, whatever the text', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.nat(20_000).map((length) => 'é'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 200 }), (some, times) => {
      const text = Array.from({ length: times }, () => some.join('\n')).join('\n');
      const limited = limitOutput(text);
      expect(text.startsWith(limited.text)).toBe(true);
      expect(Buffer.byteLength(limited.text)).toBeLessThanOrEqual(MOST_BYTES);
      expect(limited.text.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
      expect(limited.hit === null).toBe(limited.text === text);
    }),
    { numRuns: 50 },
  );
});
