import type { Estimate, PastEstimate, PathEstimate } from '../../client/estimate.js';
import { dollars } from '../../workflows/cost.js';
import { counted, spending, tokens } from './amounts.js';

/** What a run may take, in one line; null when nothing is known. */
export function estimateLine({ path, past }: Estimate): string | null {
  const parts = [...(path ? [pathWords(path)] : []), ...(past ? [pastWords(past)] : [])];
  return parts.length === 0 ? null : `estimate: ${parts.join('; ')}`;
}

/** The same where the scripted model answers, which costs nothing. */
export function offlineEstimateLine({ path }: Estimate): string | null {
  return path && `estimate: ${agentsWords(path)}`;
}

/** `12+ agents on one path of the script, some 1.5M tokens · $1.23 (a guess: 125k tokens an agent)` */
export function pathWords(path: PathEstimate): string {
  const { agents, tokens: sum, cost, perAgent, from } = path;
  const basis =
    from === 'past' ? `${tokens(perAgent)} tokens an agent, as before` : `a guess: ${tokens(perAgent)} tokens an agent`;
  return agents === 0 ? agentsWords(path) : `${agentsWords(path)}, some ${spending(sum, cost)} (${basis})`;
}

function agentsWords({ agents, atLeast }: PathEstimate): string {
  if (agents === 0) return 'no agents on one path of the script';
  return `${agents.toLocaleString('en-US')}${atLeast ? '+' : ''} agent${agents === 1 && !atLeast ? '' : 's'} on one path of the script`;
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
