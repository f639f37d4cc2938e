import type { RunSpec } from '../../workflows/spec.js';
import { capWords } from '../output/cap-words.js';

/** What serves a run, and how far it may go: `claude-sonnet-5-5, 16 agents at once; caps: $2.00, 500k tokens`. */
export function limitWords({ model, limits, caps }: Pick<RunSpec, 'model' | 'limits' | 'caps'>): string {
  return `${model.id}, ${limits.concurrency} agents at once; caps: ${capWords(caps ?? {}).join(', ') || 'none'}`;
}
