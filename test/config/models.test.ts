import { describe, expect, it } from '@jest/globals';
import { contextWindowOf, maxOutputOf, modelAliases, modelId, modelNamed } from '../../src/config/models.js';

describe('a model', () => {
  it.each([
    ['opus', 'claude-opus-5-5'],
    ['claude-opus-9', 'claude-opus-9'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('called %s is %s', (name, id) => {
    expect(modelId(name, modelAliases({}))).toBe(id);
  });

  it('may be put in the place of an alias by the environment', () => {
    const aliases = modelAliases({ ANTHROPIC_DEFAULT_HAIKU_MODEL: ' own-haiku ', ANTHROPIC_DEFAULT_OPUS_MODEL: '' });
    expect(aliases).toMatchObject({ haiku: 'own-haiku', opus: 'claude-opus-5-5' });
  });

  it.each([
    ['sonnet[1m]', 'sonnet'],
    [' opus ', 'opus'],
    ['inherit', undefined],
    ['default', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('asked for as %j is %j', (name, named) => {
    expect(modelNamed(name)).toBe(named);
  });

  it('has its limits under every name of a provider', () => {
    expect(contextWindowOf('us.anthropic.claude-opus-5-5-v1:0')).toBe(1_000_000);
    expect(maxOutputOf('claude-haiku-5-5@20261101')).toBe(128_000);
    expect([contextWindowOf('someone-else'), maxOutputOf('someone-else')]).toEqual([200_000, Number.POSITIVE_INFINITY]);
  });
});
