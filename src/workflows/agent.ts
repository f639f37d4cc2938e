import type { Call } from '../interpreter/call.js';
import { addUsage, type Outcome } from '../interpreter/outcome.js';
import type { LazyKey } from '../journal/key.js';
import { addCost } from './cost.js';
import type { Leg } from './legs.js';
import type { AskDecision, ConversationPlace, LegSpent, PermissionAsk, Steering } from './ports.js';
import { spentCost } from './state.js';

export type AgentCall = Extract<Call, { kind: 'agent' }>;

/** An agent that is not settled. */
export interface Agent {
  readonly call: AgentCall;
  /** Under which the record of the run keeps its outcome. */
  readonly key: LazyKey;
  /** Where its first conversation began, in another run; null for here. */
  readonly inherits: ConversationPlace | null;
  /** Legs that were started. */
  leg: number;
  /** How often it began anew: each time is a conversation of its own. */
  restarts: number;
  /** What persons said to the asks of its conversation. */
  decisions: readonly AskDecision[];
  /** Its asks that nobody has decided. */
  asks: readonly PermissionAsk[];
  /** When its asks are denied, in milliseconds since the epoch; absent where they wait for ever, and in older histories. */
  askedUntil?: number | undefined;
  /** What persons said to it and no leg has put into its conversation, oldest first. */
  messages: readonly Steering[];
  /** What its earlier conversations have used. */
  spentBefore: LegSpent | null;
  /** What its conversation has used, as far as legs have told. */
  spentNow: LegSpent | null;
  place: Place;
}

/**
 * Where an unsettled agent is. `held`: yielded for a pause, goes on when the run does. `limited`: the end of the provider's
 * limit will queue it again, `keyless`: a timer, `asking`: the last decision of a person. `failed`: a person lets it begin
 * anew or takes its outcome.
 */
export type Place =
  | { readonly in: 'queue' | 'held' | 'limited' | 'keyless' | 'asking' }
  | { readonly in: 'failed'; readonly outcome: Outcome }
  | { readonly in: 'leg'; readonly leg: Leg };

export function newAgent(call: AgentCall, key: LazyKey, inherits: ConversationPlace | null): Agent {
  return {
    call,
    key,
    inherits,
    leg: 0,
    restarts: 0,
    decisions: [],
    asks: [],
    messages: [],
    spentBefore: null,
    spentNow: null,
    place: { in: 'queue' },
  };
}

/** All it has used, over all its conversations; null while no leg has told. */
export function spentInAll({ spentBefore, spentNow }: Agent): LegSpent | null {
  if (!spentBefore || !spentNow) return spentBefore ?? spentNow;
  return {
    usage: addUsage(spentBefore.usage, spentNow.usage),
    turns: spentBefore.turns + spentNow.turns,
    requests: spentBefore.requests + spentNow.requests,
    toolCalls: spentBefore.toolCalls + spentNow.toolCalls,
    cost: addCost(spentCost(spentBefore), spentCost(spentNow)),
  };
}

/** Its conversation is over, and the next one has used nothing yet. */
export function closeConversation(agent: Agent): void {
  agent.spentBefore = spentInAll(agent);
  agent.spentNow = null;
}

/** Asks the leg of the agent, if it has one, to yield. */
export function cancelLeg({ place }: Agent): void {
  if (place.in === 'leg') place.leg.cancel();
}

/**
 * Of such a leg any failure is a yield: it was cancelled before a worker took it up, or its worker died and Temporal does
 * not try again what it was told to cancel.
 */
export function wasAskedToYield({ place }: Agent): boolean {
  return place.in === 'leg' && place.leg.isCancelled();
}
