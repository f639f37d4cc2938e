import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../src/script/args.js';

describe('args', () => {
  it('are none when none were given', () => expect(parseArgs(undefined)).toBeNull());

  it.each([
    '{"a":[1]}',
    ' [1, 2] ',
    '42.5',
    '-0',
    '1e400',
    'null',
    'true',
    '"plain text"',
    '"5"',
    '"null"',
    '"true"',
    '"\\"x\\""',
    '""',
  ])('are kept as written: %s', (json) => expect(parseArgs(json)).toBe(json));

  it.each([
    ['{"a": [1]}', '"{\\"a\\": [1]}"'],
    ['[1]', '"[1]"'],
    [' {} ', '" {} "'],
  ])('are %s when given as a text that holds it', (expected, json) => expect(parseArgs(json)).toBe(expected));

  it('inside args texts stay text', () => expect(parseArgs('{"s":"{}"}')).toBe('{"s":"{}"}'));

  it.each(['', 'plain', '{a: 1}', '{"a":1', '[1],'])('are refused when they are no JSON: %j', (json) => {
    expect(() => parseArgs(json)).toThrow(expect.objectContaining({ code: 'ARGS_NOT_JSON', exitCode: 2 }));
  });

  it('arrive as the conformance cases say', () => {
    const file = join(import.meta.dirname, '..', 'conformance', 'expected.json');
    const records = JSON.parse(readFileSync(file, 'utf8')) as {
      name: string;
      args?: unknown;
      result: { json?: string };
    }[];
    for (const record of records.filter(({ name, result }) => name.startsWith('args-') && result?.json)) {
      const parsed = parseArgs('args' in record ? JSON.stringify(record.args) : undefined);
      const seen = parsed === null ? 'undefined' : JSON.stringify(JSON.parse(parsed));
      expect(seen).toBe(record.result.json);
    }
  });
});
