import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createOutput } from '../../../src/agent/processes/output.js';
import { createSealReader } from '../../../src/agent/processes/seal.js';

const KB = 1024;

describe('output', () => {
  it('keeps the beginning and the end of what nobody has seen', () => {
    const output = createOutput();
    for (let n = 0; n < 1_000; n += 1) output.push(Buffer.alloc(KB, n % 251));
    const { beginning, end, dropped } = output.take();
    expect(beginning).toEqual(Buffer.concat(Array.from({ length: 128 }, (_, n) => Buffer.alloc(KB, n % 251))));
    expect(end).toEqual(Buffer.concat(Array.from({ length: 128 }, (_, n) => Buffer.alloc(KB, (872 + n) % 251))));
    expect(dropped).toBe((1_000 - 256) * KB);
    expect(output.take()).toEqual({ beginning: Buffer.alloc(0), end: Buffer.alloc(0), dropped: 0 });
  });

  it('loses nothing of what is short, however it is cut', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 20_000, size: 'max' }), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (chunks) => {
        const output = createOutput();
        for (const chunk of chunks) output.push(Buffer.from(chunk));
        const { beginning, end } = output.take();
        expect(Buffer.concat([beginning, end])).toEqual(Buffer.concat(chunks));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the seal', () => {
  const SEAL = 'aab1aab2';

  it('is found wherever the stream is cut, and is no part of the output', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '\n'), maxLength: 30 });
    fc.assert(
      fc.property(text, text, fc.array(fc.nat(60), { maxLength: 8 }), (before, after, cuts) => {
        const stream = Buffer.from(`${before}${SEAL} 42\n${after}`);
        const bounds = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
        const reader = createSealReader(SEAL);
        const read = bounds.slice(1).map((to, n) => reader.read(stream.subarray(bounds[n], to)));
        expect(Buffer.concat([...read, reader.rest()]).toString()).toBe(before + after);
        expect(reader.status()).toBe(42);
      }),
    );
  });

  it('holds nothing back but its own beginning', () => {
    const reader = createSealReader(SEAL);
    expect(reader.read(Buffer.from('listening on port 80')).toString()).toBe('listening on port 80');
    expect(reader.read(Buffer.from('aab1')).toString()).toBe('');
    expect(reader.read(Buffer.from('x')).toString()).toBe('aab1x');
    expect(reader.status()).toBeUndefined();
  });
});
