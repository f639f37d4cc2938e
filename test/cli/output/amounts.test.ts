import { describe, expect, it } from '@jest/globals';
import { counted, duration, tokens } from '../../../src/cli/output/amounts.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('amounts', () => {
  it.each([
    [-5, '0.0s'],
    [0, '0.0s'],
    [449, '0.4s'],
    [9_949, '9.9s'],
    [9_950, '10s'],
    [59_400, '59s'],
    [59_600, '1m 00s'],
    [3 * MINUTE + 5 * SECOND, '3m 05s'],
    [HOUR - SECOND, '59m 59s'],
    [HOUR, '1h 00m'],
    [2 * HOUR + 10 * MINUTE, '2h 10m'],
    [24 * HOUR - 1, '1d 0h'],
    [76 * HOUR, '3d 4h'],
  ])('%d ms are %s', (ms, shown) => {
    expect(duration(ms)).toBe(shown);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1.0k'],
    [1_240, '1.2k'],
    [9_960, '10k'],
    [48_200, '48k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [3_100_000, '3.1M'],
  ])('%d tokens are %s', (count, shown) => {
    expect(tokens(count)).toBe(shown);
  });

  it('counts in the singular and the plural', () => {
    expect([counted(0, 'agent'), counted(1, 'agent'), counted(2, 'agent')]).toEqual([
      '0 agents',
      '1 agent',
      '2 agents',
    ]);
  });
});
