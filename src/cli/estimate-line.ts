import type { Estimate, PastEstimate, PathEstimate } from '../client/estimate.js';
import { dollars } from '../workflows/cost.js';
import { counted, spending, tokens } from './amounts.js';

/** What a run may take, in one line; null when nothing is known. */
export function estimateLine({ path, past }: Estimate): string | null {
  const parts = [...(path ? [pathWords(path)] : []), ...(past ? [pastWords(past)] : [])];
  return parts.length === 0 ? null : `estimate: ${parts.join('; ')}`;
}

/** `12+ agents on one path of the script, some 1.5M tokens · $1.23 (a guess: 125k tokens an agent)` */
export function pathWords({ agents, atLeast, tokens: sum, cost, perAgent, from }: PathEstimate): string {
  const many = `${agents.toLocaleString('en-US')}${atLeast ? '+' : ''} agent${agents === 1 && !atLeast ? '' : 's'}`;
  const basis =
    from === 'past' ? `${tokens(perAgent)} tokens an agent, as before` : `a guess: ${tokens(perAgent)} tokens an agent`;
  return agents === 0
    ? 'no agents on one path of the script'
    : `${many} on one path of the script, some ${spending(sum, cost)} (${basis})`;
}

function pastWords({ runs, agents, tokens: sum, usd }: PastEstimate): string {
  const took = [
    counted(Math.round(agents), 'agent'),
    `${tokens(sum)} tokens`,
    usd === null ? 'unknown cost' : dollars(usd),
  ];
  return runs === 1
    ? `the run before took ${took.join(' · ')}`
    : `${runs} runs before took ${took.join(' · ')} (median)`;
}
