import type { AgentPosition } from '../../../workflows/state.js';

/** Which agents are shown, in the order in which the key `f` goes through them. */
export const FILTERS = ['all', 'running', 'waiting', 'failed', 'completed', 'queued'] as const;

export type Filter = (typeof FILTERS)[number];

export function nextFilter(filter: Filter): Filter {
  return FILTERS[(FILTERS.indexOf(filter) + 1) % FILTERS.length] ?? 'all';
}

/** A skipped agent has not done what it was asked for: it stands with the failed ones. */
export function passes(filter: Filter, position: AgentPosition): boolean {
  if (filter === 'all') return true;
  if (position.at !== 'settled') return position.at === filter;
  return (
    (position.ending.status === 'ok') === (filter === 'completed') && (filter === 'completed' || filter === 'failed')
  );
}
