import type { AgentRow } from '../../../../workflows/state.js';
import { counted, tokens } from '../../../output/amounts.js';
import { terminalLine } from '../../../terminal/terminal-text.js';
import { fit, type Line, span, type Tone } from '../../text/line.js';
import type { OpenAgent } from '../../scene/scene.js';
import { shortened, wrapped } from '../../text/wrap.js';
import { elapsed, markOf, modelWord, positionWord, reasonOf, spentWords } from './agent-words.js';
import { activity, answerIn } from './conversation.js';

export interface TextForm {
  readonly columns: number;
  /** In full; else the beginnings. */
  readonly long: boolean;
  readonly now: number;
}

/** One agent in full: how it stands, what it was asked, what it has done, what came of it. */
export function agentText(agent: AgentRow, open: OpenAgent | null, form: TextForm): readonly Line[] {
  const { columns, long } = form;
  return [
    ...standing(agent, form),
    ...(open?.trouble ? block(open.trouble, 3, form, 'bad') : []),
    ...section('Prompt', open?.prompt ? block(open.prompt, 4, form) : []),
    ...section('Activity', open ? activity(open.items, columns, long) : []),
    ...section('Now', atWork(agent, open, form)),
    ...section('Outcome', outcome(agent, open, form)),
  ];
}

function section(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[], [span(title, 'bold')], ...lines];
}

function block(text: string, most: number, { columns, long }: TextForm, tone: Tone = 'plain'): readonly Line[] {
  return shortened(wrapped(text, columns), long ? Number.POSITIVE_INFINITY : most).map((row) => [span(row, tone)]);
}

function standing(agent: AgentRow, form: TextForm): readonly Line[] {
  const { columns, now } = form;
  const { restarts, worktree, spent, line, scope } = agent;
  const reason = reasonOf(agent, now);
  const tellsOutcome = agent.position.at === 'settled' && agent.position.ending.status !== 'ok';
  const figures = [
    ...spentWords(agent, 'long'),
    ...(spent ? [counted(spent.turns, 'turn')] : []),
    elapsed(agent, now),
    ...(restarts > 0 ? [`restarted ${restarts}×`] : []),
    ...(line === null ? [] : [`line ${line}`]),
    ...(scope.length > 0 ? [terminalLine(`in ${scope.join(' › ')}`)] : []),
  ].filter((text) => text !== '');
  const title = `${positionWord(agent)} · ${modelWord(agent)}`;
  const left = worktree && `work left in ${worktree.path} (branch ${worktree.branch})`;
  const untold = agent.messages.filter(({ deliveredAt }) => deliveredAt === null);
  return [
    fit([markOf(agent), span(` ${terminalLine(agent.label)}`, 'bold'), span(`  ${title}`, 'dim')], columns),
    ...(figures.length > 0 ? [fit([span(figures.join(' · '), 'dim')], columns)] : []),
    ...(reason && !tellsOutcome ? block(reason.text, 3, form, reason.tone) : []),
    ...(left === null ? [] : block(left, 2, form, 'dim')),
    ...untold.flatMap(({ by, text }) => block(`${by} tells it at its next turn: ${text}`, 2, form, 'warn')),
  ];
}

/** What it does at this moment, some seconds late. */
function atWork({ position }: AgentRow, open: OpenAgent | null, form: TextForm): readonly Line[] {
  if (position.at !== 'running' || !open?.live) return [];
  const { turn, tool, tokens: used, preview } = open.live;
  const doing = [`turn ${turn}`, ...(tool === null ? [] : [terminalLine(tool)]), `${tokens(used)} tokens`];
  return [fit([span(doing.join(' · '), 'live')], form.columns), ...block(preview, 4, form)];
}

function outcome({ position }: AgentRow, open: OpenAgent | null, form: TextForm): readonly Line[] {
  if (position.at !== 'settled') return [];
  const { ending } = position;
  if (ending.status === 'failed') return block(`${ending.code}: ${ending.message}`, 8, form, 'bad');
  if (ending.status === 'skipped') return block(`skipped: ${ending.message}`, 8, form, 'warn');
  const answer = open && answerIn(open.items);
  return answer === null ? [[span('completed', 'good')]] : block(answer, 12, form);
}
