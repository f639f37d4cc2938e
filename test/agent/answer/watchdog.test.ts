import { describe, expect, it } from '@jest/globals';
import { WatchdogBark, watched } from '../../../src/agent/answer/watchdog.js';

describe('watched work', () => {
  it('gives its value, or throws what the work throws', () => {
    expect(watched(1_000, () => 7)).toBe(7);
    const error = new Error('of the work');
    expect(() =>
      watched(1_000, () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it('is ended when it has used its time', () => {
    expect(() => watched(50, busyForEver)).toThrow(WatchdogBark);
  });

  it('is begun again when the machine stood still', () => {
    let attempts = 0;
    const value = watched(50, () => {
      attempts += 1;
      if (attempts === 1) standStill();
      return attempts;
    });
    expect(value).toBe(2);
  });

  it('may watch other work', () => {
    expect(watched(5_000, () => watched(5_000, () => 'inner'))).toBe('inner');
    expect(() => watched(5_000, () => watched(50, busyForEver))).toThrow(WatchdogBark);
  });
});

function busyForEver(): never {
  for (;;) /(a+)+b/.test('a'.repeat(30));
}

/** Until it is ended, using no processor time. */
function standStill(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
