import { describe, expect, it } from '@jest/globals';
import { dollarsOption, timeOption, tokensOption } from '../../../src/cli/options/amount-options.js';

describe('amounts in options', () => {
  it.each([
    [dollarsOption, '2', 2],
    [dollarsOption, '$0.50', 0.5],
    [tokensOption, '200000', 200_000],
    [tokensOption, '200k', 200_000],
    [tokensOption, '1.5M', 1_500_000],
    [timeOption, '90s', 90_000],
    [timeOption, '1.5h', 5_400_000],
    [timeOption, '1d', 86_400_000],
  ])('%p takes %s', (option, text, value) => {
    expect(option(text)).toBe(value);
  });

  it.each([
    [dollarsOption, '0'],
    [dollarsOption, '-1'],
    [dollarsOption, '1e9'],
    [dollarsOption, ''],
    [tokensOption, '0'],
    [tokensOption, '5K'],
    [tokensOption, 'Infinity'],
    [timeOption, '90'],
    [timeOption, '0s'],
    [timeOption, '1w'],
  ])('%p refuses %p', (option, text) => {
    expect(() => option(text)).toThrow(/must be/);
  });
});
