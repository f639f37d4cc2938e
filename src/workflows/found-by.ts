// What runs can be found by, kept true as they go.

import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { condition, upsertSearchAttributes } from '@temporalio/workflow';
import type { RunStatus } from './events.js';
import type { Ledger } from './ledger.js';
import { ASKS_ATTRIBUTE, COST_ATTRIBUTE, PHASE_ATTRIBUTE, STATUS_ATTRIBUTE } from './search-attributes.js';
import type { RunSpec } from './spec.js';
import { type RunState, statusOf } from './state.js';

/** Changes of phase that are told: a loop may go through thousands, and each is an event of the history. */
const MOST_PHASES = 100;

/** Characters of a phase; the server takes 255 bytes of a keyword. */
const LONGEST_PHASE = 60;

/** Tells what has changed, at most once an activation: conditions are looked at when all of its work is done. */
export async function stayFindable(spec: RunSpec, { state }: Ledger): Promise<void> {
  if (!spec.searchable || !spec.followed) return;
  let phases = 0;
  let told = { status: statusOf(state), asks: state.asks, phase: state.phase };
  const isNews = (): boolean =>
    state.endedAt === null &&
    (statusOf(state) !== told.status ||
      state.asks !== told.asks ||
      (state.phase !== told.phase && phases < MOST_PHASES));
  for (;;) {
    await condition(isNews);
    if (state.phase !== told.phase) phases++;
    told = { status: statusOf(state), asks: state.asks, phase: state.phase };
    upsertSearchAttributes(attributesNow(spec, state));
  }
}

/** What is told of a run that has ended. Nobody need look for what it asks. */
export function endAttributes(spec: RunSpec, state: RunState): SearchAttributeUpdatePair[] {
  const asks = spec.followed ? [{ key: ASKS_ATTRIBUTE, value: 0 }] : [];
  return [...figures(spec, state, state.status), ...asks];
}

function attributesNow(spec: RunSpec, state: RunState): SearchAttributeUpdatePair[] {
  return [
    ...figures(spec, state, statusOf(state)),
    { key: ASKS_ATTRIBUTE, value: state.asks },
    { key: PHASE_ATTRIBUTE, value: state.phase === null ? null : state.phase.slice(0, LONGEST_PHASE) },
  ];
}

/** Recorded runs without prices told their status alone. A sum that leaves something out is no cost. */
function figures({ prices }: RunSpec, { cost }: RunState, status: RunStatus): SearchAttributeUpdatePair[] {
  const standing = { key: STATUS_ATTRIBUTE, value: status };
  if (!prices) return [standing];
  return [standing, { key: COST_ATTRIBUTE, value: cost.unknown > 0 ? null : cost.usd }];
}
