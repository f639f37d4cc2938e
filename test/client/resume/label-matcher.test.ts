import { describe, expect, it } from '@jest/globals';
import { labelMatcher } from '../../../src/client/resume/label-matcher.js';

describe('labels that are to be done again', () => {
  it('are named in full or by a pattern', () => {
    const labels = ['review:a', 'review:b', 'review', 'fix a', 'fix *'];
    const named = (...patterns: readonly string[]) => labels.filter(labelMatcher(patterns));
    expect(named('review')).toEqual(['review']);
    expect(named('review:*')).toEqual(['review:a', 'review:b']);
    expect(named('*a')).toEqual(['review:a', 'fix a']);
    expect(named('f?x *')).toEqual(['fix a', 'fix *']);
    expect(named('review', 'fix a')).toEqual(['review', 'fix a']);
    expect(named('*')).toEqual(labels);
    expect(named('', 'eview', 'review:')).toEqual([]);
    expect(named()).toEqual([]);
  });

  it('are found in a time that a hostile pattern does not stretch', () => {
    const label = 'a'.repeat(2_000);
    expect(labelMatcher([`${'*a'.repeat(200)}b`])(label)).toBe(false);
  });
});
