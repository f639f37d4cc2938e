import { dollars } from '../../workflows/cost.js';
import type { SpendingCaps } from '../../workflows/spec.js';
import { duration, tokens } from './amounts.js';

/** Each cap that is set: `$2.00`, `500k tokens`, `2h 00m`. */
export function capWords({ maxUsd, maxTokens, maxDurationMs }: SpendingCaps): readonly string[] {
  return [
    ...(maxUsd === undefined ? [] : [dollars(maxUsd)]),
    ...(maxTokens === undefined ? [] : [`${tokens(maxTokens)} tokens`]),
    ...(maxDurationMs === undefined ? [] : [duration(maxDurationMs)]),
  ];
}
