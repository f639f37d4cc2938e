import { type Conversation, placeOf, readConversation } from '../../client/conversation.js';
import type { LonghaulClient } from '../../client/longhaul-client.js';
import { ExitCode } from '../../config/exit-code.js';
import type { AgentRow } from '../../workflows/state.js';
import { emptyState } from '../../workflows/state.js';
import { agentAmong } from '../agents.js';
import { documentLine } from '../output/document.js';
import { followOptions } from '../options/follow-options.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import { followConversation } from '../logs/follow-conversation.js';
import { itemLines, type LogItem } from '../logs/item-lines.js';
import { jsonTeller, lineTeller } from '../logs/run-log.js';
import { type Look, look, untold } from '../look.js';
import type { LogsOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { colorsOf, say, type Terminal, writeLines } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

/** `longhaul logs`: what happened in a run, or the conversation of one of its agents; with `--follow` as it goes on. */
export function logs(named: string, agent: string | null, options: LogsOptions, terminal: Terminal): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const seen = await look(named, client);
    if (agent === null) return logRun(seen, client, options, terminal);
    return logAgent(seen, agentAmong([...seen.state.agents.values()], agent, seen.run), client, options, terminal);
  });
}

async function logRun(seen: Look, client: LonghaulClient, options: LogsOptions, terminal: Terminal): Promise<ExitCode> {
  const { run, goesOn, worker } = seen;
  const { form } = followOptions(options);
  const follows = options.follow === true && goesOn;
  const { seq } = untold(seen);
  const events = follows ? seen.events.slice(0, seq) : seen.events;
  const { tail = events.length } = options;
  if (form === 'json') {
    await printDocument('logs', { run, events: lastOf(events, tail) }, form, terminal);
    return ExitCode.Ok;
  }
  const tell = form === 'jsonl' ? jsonTeller : lineTeller(emptyState(), colorsOf(terminal.stdout, terminal.env));
  const lines = events.map(tell).filter((line) => line !== null);
  await writeLines(terminal.stdout, lastOf(lines, tail));
  if (!follows) return ExitCode.Ok;
  if (worker === 'silent') await say(terminal, 'no worker answers for it: what has happened is told when one is back');
  return untilInterrupted(run, terminal, async (signal) => {
    for await (const event of client.attach(run).events(seq, signal)) {
      const line = tell(event);
      if (line !== null) await writeLines(terminal.stdout, [line]);
    }
  });
}

async function logAgent(
  seen: Look,
  agent: AgentRow,
  client: LonghaulClient,
  options: LogsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { run, goesOn } = seen;
  const { form } = followOptions(options);
  const storage = await client.storage();
  const { call } = agent;
  const conversation = await readConversation(storage, placeOf(agent, run));
  if (form === 'json') {
    const items = lastOf(conversation.items, options.tail ?? conversation.items.length);
    await printDocument('conversation', { run, call, label: agent.label, ...conversation, items }, form, terminal);
    return ExitCode.Ok;
  }
  const colors = colorsOf(terminal.stdout, terminal.env);
  const tell = (item: LogItem): readonly string[] =>
    form === 'jsonl'
      ? [documentLine('item', { run, call, ...item }, 'jsonl').trimEnd()]
      : itemLines(item, options.full ? 'full' : 'clipped', colors);
  const lines = itemsOf(conversation).flatMap(tell);
  await writeLines(terminal.stdout, lastOf(lines, options.tail ?? lines.length));
  if (lines.length === 0) {
    await say(terminal, `agent ${call} ${agent.position.at === 'queued' ? 'has not begun' : 'has said nothing yet'}`);
  }
  if (!options.follow || !goesOn || agent.position.at === 'settled') return ExitCode.Ok;
  return untilInterrupted(run, terminal, async (signal) => {
    const handle = client.attach(run);
    const followed = { handle, storage, agent, ...untold(seen), next: conversation.next };
    for await (const item of followConversation(followed, signal)) await writeLines(terminal.stdout, tell(item));
  });
}

function itemsOf({ prompt, items }: Conversation): readonly LogItem[] {
  return prompt === null ? items : [{ kind: 'prompt', text: prompt }, ...items];
}

function lastOf<T>(rows: readonly T[], count: number): readonly T[] {
  return rows.slice(Math.max(0, rows.length - count));
}

/** Ctrl-C ends what is printed, and nothing else. */
async function untilInterrupted(
  run: string,
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<ExitCode> {
  const interrupt = listenForInterrupt();
  try {
    await Promise.race([work(interrupt.signal), interrupt.pressed]);
    if (!interrupt.signal.aborted) return ExitCode.Ok;
    await say(terminal, `\nThe run goes on. What it waits for: longhaul why ${run}`);
    return ExitCode.Interrupted;
  } finally {
    interrupt.release();
  }
}
