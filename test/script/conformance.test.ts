import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readScript } from '../../src/script/compile.js';

interface Expectation {
  readonly name: string;
  readonly status: string;
  readonly errorSays?: readonly string[];
}

const suite = join(import.meta.dirname, '..', 'conformance');
const records = JSON.parse(readFileSync(join(suite, 'expected.json'), 'utf8')) as readonly Expectation[];

describe('every conformance case is accepted or refused as measured', () => {
  it.each(records.map((record) => [record.name, record] as const))('%s', (name, record) => {
    const file = `cases/${name}.js`;
    const reading = readScript({ file, text: readFileSync(join(suite, file), 'utf8') });
    expect(reading.kind).toBe(record.status === 'rejected' ? 'refused' : 'accepted');
    if (reading.kind === 'accepted') return;
    for (const says of record.errorSays ?? []) expect(reading.refusals[0]?.message).toMatch(new RegExp(says, 'i'));
  });
});

describe('saved workflows of the conformance suite', () => {
  it.each(readdirSync(join(suite, 'saved')))('%s', (file) => {
    const reading = readScript({ file, text: readFileSync(join(suite, 'saved', file), 'utf8') });
    expect(reading.kind).toBe(file === 'broken-meta.js' ? 'refused' : 'accepted');
  });
});
