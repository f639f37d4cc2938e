import { dollars } from '../../workflows/cost.js';
import type { RunSpec } from '../../workflows/spec.js';
import { duration, tokens } from '../output/amounts.js';

/** What serves a run, and how far it may go: `claude-sonnet-5-5, 16 agents at once; caps: $2.00, 500k tokens`. */
export function limitWords({ model, limits, caps }: Pick<RunSpec, 'model' | 'limits' | 'caps'>): string {
  const set = [
    ...(caps?.maxUsd === undefined ? [] : [dollars(caps.maxUsd)]),
    ...(caps?.maxTokens === undefined ? [] : [`${tokens(caps.maxTokens)} tokens`]),
    ...(caps?.maxDurationMs === undefined ? [] : [duration(caps.maxDurationMs)]),
  ];
  return `${model.id}, ${limits.concurrency} agents at once; caps: ${set.join(', ') || 'none'}`;
}
