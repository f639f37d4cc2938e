import type { RunEvent } from '../../workflows/events.js';
import type { CallId } from '../../interpreter/call.js';
import { tokensOf } from '../../interpreter/outcome.js';
import type { AgentRow, RunState } from '../../workflows/state.js';
import { duration, tokens } from '../output/amounts.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** What stays on the screen of an event, as one line; null for events that only move counts. */
export function eventLine(event: RunEvent, state: RunState, colors: Colors): string | null {
  switch (event.type) {
    case 'started':
      return colors.bold(terminalLine(`${event.name}: ${event.description}`));
    case 'phase':
      return colors.bold(`phase ${terminalLine(event.title)}`);
    case 'log':
      return terminalLine(state.logs.at(-1) ?? event.line);
    case 'warned':
      return colors.yellow(`warning: ${terminalLine(event.line)}`);
    case 'waiting':
      return waitingLine(event, state, colors);
    case 'settled': {
      const agent = state.agents.get(event.call);
      return agent ? settledLine(agent, colors) : null;
    }
    case 'paused':
      return colors.yellow(
        `paused by ${terminalLine(event.by)}${event.why === undefined ? '' : `: ${terminalLine(event.why)}`}${event.drain ? '; agents at work go on to their end' : ''}`,
      );
    case 'raised':
      return `caps raised by ${terminalLine(event.by)}`;
    case 'decided': {
      const { granted } = event;
      const rules = granted
        ? ` (${granted.for === 'run' ? 'for this run' : 'always'}: ${granted.rules.join(', ')})`
        : '';
      return terminalLine(`${event.verdict} by ${event.by}: ${labelOf(event.call, state)}${rules}`);
    }
    case 'limited':
      return colors.yellow(
        `the provider limits the run: no agent starts for ${duration(event.until - event.at)}: ${terminalLine(event.message)}`,
      );
    case 'served':
      return 'the provider serves the run again';
    case 'kept': {
      const { path, branch } = event.worktree;
      const label = state.agents.get(event.call)?.label ?? '';
      return terminalLine(`${label}  left its work in ${path} (branch ${branch})`);
    }
    case 'restarted':
      return `begins anew, says ${terminalLine(event.by)}: ${labelOf(event.call, state)}`;
    case 'delivered':
      return terminalLine(`${event.message.by} to ${labelOf(event.call, state)}: ${event.message.text}`);
    case 'concurrency':
      return `concurrency set to ${event.limit} by ${terminalLine(event.by)}`;
    case 'resumed':
      return `resumed by ${terminalLine(event.by)}`;
    case 'queued':
    case 'running':
    case 'spent':
    case 'steered':
    case 'ended':
      return null;
  }
}

function labelOf(call: CallId, state: RunState): string {
  return terminalLine(state.agents.get(call)?.label ?? '');
}

/** Time and tokens of an agent, as far as they are known: `  3.0s  1.2k tokens`. */
export function agentFigures(agent: AgentRow, now: number): string {
  const elapsed = agent.startedAt === null ? '' : `  ${duration((agent.endedAt ?? now) - agent.startedAt)}`;
  const used = agent.spent && `  ${tokens(tokensOf(agent.spent.usage))} tokens`;
  return elapsed + (used ?? '');
}

function settledLine(agent: AgentRow, { green, red, yellow, dim }: Colors): string | null {
  if (agent.position.at !== 'settled') return null;
  const { ending } = agent.position;
  const label = terminalLine(agent.label);
  switch (ending.status) {
    case 'ok':
      return `${green('✔')} ${label}${dim(agentFigures(agent, 0))}`;
    case 'skipped':
      return `${yellow('–')} ${label}  skipped: ${terminalLine(ending.message)}`;
    case 'failed':
      return `${red('✘')} ${label}  ${ending.code}: ${terminalLine(ending.message)}`;
  }
}

function waitingLine(
  event: Extract<RunEvent, { type: 'waiting' }>,
  state: RunState,
  { yellow }: Colors,
): string | null {
  const { wait } = event;
  const label = terminalLine(state.agents.get(event.call)?.label ?? '');
  switch (wait.for) {
    case 'resume':
    case 'budget':
      return null;
    case 'permission': {
      const calls = wait.asks.map(({ tool, summary }) => terminalLine(`${tool} ${summary}`)).join('; ');
      const how = wait.asks.every(({ questions }) => questions) ? 'answer' : 'approve or deny';
      return yellow(`◌ ${label}  asks (longhaul ${how}, agent ${event.call}): ${calls}`);
    }
    case 'failure':
      return yellow(
        `◌ ${label}  failed and is held (longhaul restart or kill, agent ${event.call}): ${wait.code}: ${terminalLine(wait.message)}`,
      );
    case 'rate-limit':
    case 'no-provider': {
      const time = duration(wait.until - event.at);
      return yellow(`◌ ${label}  waits ${time} for the provider: ${terminalLine(wait.message)}`);
    }
  }
}
