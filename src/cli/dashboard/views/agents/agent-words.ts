import { tokensOf } from '../../../../interpreter/outcome.js';
import { costInWords } from '../../../../workflows/cost.js';
import type { Wait } from '../../../../workflows/events.js';
import { type AgentRow, spentCost } from '../../../../workflows/state.js';
import { duration, tokens } from '../../../output/amounts.js';
import { terminalLine } from '../../../terminal/terminal-text.js';
import { type Span, span } from '../../text/line.js';

/** ✔ done, ✘ failed, – skipped, ● at work, ◌ not at work. */
export function markOf({ position }: AgentRow): Span {
  switch (position.at) {
    case 'queued':
      return span('◌', 'dim');
    case 'running':
      return span('●', 'live');
    case 'waiting':
      return span('◌', 'warn');
    case 'settled':
      return ENDINGS[position.ending.status];
  }
}

const ENDINGS = { ok: span('✔', 'good'), failed: span('✘', 'bad'), skipped: span('–', 'warn') } as const;

/** Why it is not at work, or what became of it when nothing good; null when there is nothing to explain. */
export function reasonOf({ position, reused }: AgentRow, now: number): Span | null {
  if (position.at === 'waiting') return span(waitWords(position.wait, now), 'warn');
  if (position.at !== 'settled') return null;
  const { ending } = position;
  switch (ending.status) {
    case 'ok':
      return reused ? span(terminalLine(`reused from ${reused.run}`), 'dim') : null;
    case 'skipped':
      return span(`skipped: ${terminalLine(ending.message)}`, 'warn');
    case 'failed':
      return span(terminalLine(`${ending.code}: ${ending.message}`), 'bad');
  }
}

/** With the keys that decide it. */
function waitWords(wait: Wait, now: number): string {
  switch (wait.for) {
    case 'resume':
      return 'paused (p)';
    case 'budget':
      return 'waits for the cap to be raised (c)';
    case 'permission':
      return `asks (a): ${wait.asks.map(({ tool, summary }) => terminalLine(`${tool} ${summary}`)).join('; ')}`;
    case 'failure':
      return terminalLine(`held (r again, x give up): ${wait.code}: ${wait.message}`);
    case 'rate-limit':
    case 'no-provider':
      return `waits ${duration(wait.until - now)} for the provider: ${terminalLine(wait.message)}`;
  }
}

/** In a word. */
export function positionWord({ position }: AgentRow): string {
  return position.at === 'settled'
    ? position.ending.status === 'ok'
      ? 'completed'
      : position.ending.status
    : position.at;
}

export function modelWord({ model }: AgentRow): string {
  return terminalLine(model).replace(/^claude-/, '');
}

/** `1.2k tokens · $0.01`, as far as it is known: without the word where there is little room. */
export function spentWords({ spent }: AgentRow, words: 'long' | 'short'): readonly string[] {
  if (!spent) return [];
  const used = tokens(tokensOf(spent.usage));
  return [words === 'long' ? `${used} tokens` : used, costInWords(spentCost(spent))];
}

/** How long it has been at work; empty before it began, and where a record does not tell. */
export function elapsed({ startedAt, endedAt }: AgentRow, now: number): string {
  return startedAt === null || startedAt === endedAt ? '' : duration((endedAt ?? now) - startedAt);
}
