import { shortId } from '../../client/run-id.js';
import { type Outcome, tokensOf } from '../../interpreter/outcome.js';
import { type AgentRow, spentCost } from '../../workflows/state.js';
import { counted, duration, spending } from '../output/amounts.js';
import { needOf } from '../screens/waiting-lines.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine, terminalText } from '../terminal/terminal-text.js';
import type { AgentView } from './agent-view.js';
import { fields } from './fields.js';

/** Characters of a prompt or an outcome; the JSON document and `logs --full` hold all. */
const LONGEST_TEXT = 4_000;

/** An agent for a person. `now`: milliseconds since the epoch. */
export function agentText({ run, agent, prompt, live, outcome }: AgentView, now: number, colors: Colors): string {
  const { call, label, phase, scope, line, model, spent, restarts, messages, worktree, reused } = agent;
  const lines = [
    colors.bold(terminalLine(`${call}  ${label}`)),
    ...fields(
      [
        ['run', run],
        ['state', stateWords(agent, run, now)],
        ['now', live ? liveWords(live) : ''],
        ['phase', terminalLine(phase ?? '')],
        ['called', line === null ? '' : terminalLine(`line ${line}${scope.length === 0 ? '' : ` of ${scope.at(-1)}`}`)],
        ['model', terminalLine(model)],
        ['spent', spent ? `${spending(tokensOf(spent.usage), spentCost(spent))} · ${workWords(spent)}` : ''],
        ['begun anew', restarts === 0 ? '' : counted(restarts, 'time')],
        ['taken over', reused ? `from agent ${reused.call} of ${reused.run}` : ''],
        ['worktree', worktree ? terminalLine(`${worktree.path} (branch ${worktree.branch})`) : ''],
      ],
      colors,
    ),
    ...part('prompt', prompt, colors),
    ...part(
      'messages',
      messages
        .map(({ by, text, deliveredAt }) => `${by}${deliveredAt === null ? ' (not heard yet)' : ''}: ${text}`)
        .join('\n'),
      colors,
    ),
    ...part('outcome', outcome && outcomeText(outcome), colors),
    colors.dim(`Its conversation: longhaul logs ${shortId(run)} ${call}`),
  ];
  return lines.map((each) => `${each}\n`).join('');
}

function liveWords({ turn, tool, preview }: NonNullable<AgentView['live']>): string {
  const parts = [`turn ${turn}`, tool ?? 'asks the model', preview];
  return terminalLine(parts.filter((part) => part !== '').join(' · '));
}

function stateWords(agent: AgentRow, run: string, now: number): string {
  const { position, startedAt, endedAt, queuedAt } = agent;
  const time = duration((endedAt ?? now) - (startedAt ?? queuedAt));
  switch (position.at) {
    case 'queued':
      return `queued for ${time}`;
    case 'running':
      return `at work for ${time}`;
    case 'waiting': {
      const need = needOf(agent, shortId(run));
      return need ? `waits: ${need.join(' · ')}` : terminalLine(`waits: ${waitWords(position.wait)}`);
    }
    case 'settled':
      return terminalLine(`${endingWords(position.ending)} in ${time}`);
  }
}

function waitWords(wait: Extract<AgentRow['position'], { readonly at: 'waiting' }>['wait']): string {
  return 'message' in wait ? wait.message : 'for the run to go on';
}

function endingWords(ending: Extract<AgentRow['position'], { readonly at: 'settled' }>['ending']): string {
  switch (ending.status) {
    case 'ok':
      return 'done';
    case 'skipped':
      return `skipped (${ending.message})`;
    case 'failed':
      return `failed (${ending.code}: ${ending.message})`;
  }
}

function workWords({ turns, toolCalls }: NonNullable<AgentRow['spent']>): string {
  return `${counted(turns, 'turn')} · ${counted(toolCalls, 'tool call')}`;
}

function outcomeText(outcome: Outcome): string {
  if (outcome.status !== 'ok') return outcome.message;
  return typeof outcome.value === 'string' ? outcome.value : JSON.stringify(outcome.value, null, 2);
}

function part(title: string, text: string | null, { bold, dim }: Colors): readonly string[] {
  if (text === null || text === '') return [];
  const shown = terminalText(text.slice(0, LONGEST_TEXT)).trimEnd();
  const more = text.length - LONGEST_TEXT;
  return [
    bold(title),
    ...shown.split('\n').map((line) => `  ${line}`),
    ...(more > 0 ? [dim(`  … ${more} characters more`)] : []),
  ];
}
