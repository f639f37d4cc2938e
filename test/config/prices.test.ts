import { describe, expect, it } from '@jest/globals';
import { modelAliases } from '../../src/config/models.js';
import { PRICES, priceOf } from '../../src/config/prices.js';

describe('the price of a model', () => {
  it.each([
    ['claude-sonnet-5-5', 2],
    ['claude-sonnet-5', 2],
    ['claude-opus-5-5', 4],
    ['claude-opus-5', 5],
    ['claude-haiku-4-5-20251001', 1],
    ['anthropic.claude-opus-4-6-v1:0', 5],
    ['us.anthropic.claude-opus-5-5-20260922-v1:0', 4],
    ['claude-sonnet-5-5@20260928', 2],
  ])('%s is found, whatever stands around its id', (id, input) => {
    expect(priceOf(id, PRICES)?.input).toBe(input);
  });

  it.each(['claude-opus-5-6', 'claude-fable-5-2', 'claude-opus-55', 'gpt-6', ''])(
    '%p is unknown: another version is another model',
    (id) => {
      expect(priceOf(id, PRICES)).toBeUndefined();
    },
  );

  it('is known for every alias but fable', () => {
    const unknown = Object.entries(modelAliases({})).filter(([, id]) => !priceOf(id, PRICES));
    expect(unknown.map(([alias]) => alias)).toEqual(['fable']);
  });

  it('is unknown in a run that recorded no prices', () => {
    expect(priceOf('claude-opus-5-5', undefined)).toBeUndefined();
  });
});
