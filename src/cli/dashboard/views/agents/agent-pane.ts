import { type Line, span } from '../../text/line.js';
import { chosenCall } from '../../ui.js';
import type { WatchedRun } from '../../scene/watched-run.js';
import { agentText } from './agent-text.js';
import type { Standing } from '../standing.js';

/** A part of a long text. */
export interface Excerpt {
  readonly lines: readonly Line[];
  /** Rows above the first that is shown, and at most that many there can be. */
  readonly top: number;
  readonly last: number;
}

/** The agent that is looked at, as far as it has room. */
export function agentPaneText(standing: Standing, watched: WatchedRun, columns: number, rows: number): Excerpt {
  const { scene, ui, now } = standing;
  const call = chosenCall(watched, ui);
  const agent = call === undefined ? undefined : watched.agent(call);
  if (!agent) return { lines: [[span('there is no such agent', 'dim')]], top: 0, last: 0 };
  const open = scene.agent?.call === agent.call ? scene.agent : null;
  const text = agentText(agent, open, { columns, long: ui.long, now });
  const isAtWork = agent.position.at !== 'settled';
  return excerpt(text, ui.scroll, rows, isAtWork ? 'end' : 'beginning');
}

/** `scroll` null: as `otherwise` says. */
export function excerpt(
  text: readonly Line[],
  scroll: number | null,
  rows: number,
  otherwise: 'beginning' | 'end',
): Excerpt {
  const last = Math.max(0, text.length - rows);
  const top = Math.min(last, scroll ?? (otherwise === 'end' ? last : 0));
  return { lines: text.slice(top, top + rows), top, last };
}
