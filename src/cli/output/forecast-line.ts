import type { Forecast } from '../../client/resume/forecast.js';
import { counted, spending } from './amounts.js';

/** `96 agents reused, 4 to run (1 goes on where it was), at least 500k tokens · $1.23 (a guess)` */
export function forecastLine({ reused, begun, toRun }: Forecast): string {
  const { agents, atLeast, tokens, cost, from } = toRun;
  const known = `${counted(reused, 'agent')} reused, ${agents.toLocaleString('en-US')}${atLeast ? '+' : ''} to run`;
  if (agents === 0) return known;
  const going =
    begun === 0 ? '' : ` (${begun} ${begun === 1 ? 'goes' : 'go'} on where ${begun === 1 ? 'it was' : 'they were'})`;
  return `${known}${going}, at least ${spending(tokens, cost)}${from === 'assumption' ? ' (a guess)' : ''}`;
}
