import { describe, expect, it } from '@jest/globals';
import { addUsage, NO_USAGE } from '../../src/interpreter/outcome.js';

describe('usage', () => {
  const usage = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };

  it('has no figures that nobody reported', () => {
    expect(addUsage(usage, NO_USAGE)).toEqual(usage);
  });

  it('adds up figures that only some requests have', () => {
    const searched = { ...usage, thinking: 5, webSearches: 1 };
    expect(addUsage(addUsage(usage, searched), { ...searched, cacheWriteHour: 7 })).toEqual({
      input: 3,
      output: 6,
      cacheRead: 9,
      cacheWrite: 12,
      thinking: 10,
      cacheWriteHour: 7,
      webSearches: 2,
    });
  });
});
