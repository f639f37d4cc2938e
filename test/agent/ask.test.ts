import { expect, it } from '@jest/globals';
import { nextDelay } from '../../src/agent/ask.js';

const retry = { attempts: 9, backoffMs: 1_000, maxBackoffMs: 30_000, longestWaitMs: 60_000 };

it.each([
  ['the first wait, least chance', 1, null, 0, 500],
  ['the first wait, most chance', 1, null, 1, 1_000],
  ['doubles', 4, null, 1, 8_000],
  ['up to its bound', 9, null, 1, 30_000],
  ['the provider knows better', 1, 45_000, 1, 45_000],
  ['but never makes it shorter', 3, 0, 1, 4_000],
  ['and for more than a leg waits', 1, 3_600_000, 0, 3_600_000],
])('back-off: %s', (_, failed, retryAfterMs, chance, ms) => {
  expect(nextDelay(failed, retryAfterMs, retry, chance)).toBe(ms);
});

it('our own back-off never gives up the slot', () => {
  expect(nextDelay(30, null, { ...retry, maxBackoffMs: 1e9 }, 1)).toBe(60_000);
});
