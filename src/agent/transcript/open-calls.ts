import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { PermissionAsk } from '../../workflows/ports.js';
import type { Reply } from '../model/model-client.js';
import type { TranscriptEntry } from './transcript.js';

/** The calls of the last reply that have no result yet, and what the transcript says of them. */
export interface OpenCalls {
  /** In the order in which the reply makes them. */
  readonly calls: readonly ToolUseBlock[];
  /** Those that a person was asked for and that have not begun, by their id. */
  readonly waiting: ReadonlyMap<string, PermissionAsk>;
}

/** `since` are the entries after `reply`. */
export function openCallsOf(reply: Reply, since: readonly TranscriptEntry[]): OpenCalls {
  const settled = new Set<string>();
  const waiting = new Map<string, PermissionAsk>();
  for (const entry of since) {
    if (entry.kind === 'results') for (const { tool_use_id } of entry.results) settled.add(tool_use_id);
    if (entry.kind === 'asked') for (const ask of entry.asks) waiting.set(ask.id, ask);
    if (entry.kind === 'begun') waiting.delete(entry.call);
  }
  return { calls: callsOf(reply).filter(({ id }) => !settled.has(id)), waiting };
}

export function callsOf(reply: Reply): readonly ToolUseBlock[] {
  return reply.content.filter((block) => block.type === 'tool_use');
}

/** The call inside of which the reply reached its limit of output tokens: its input may lack its end. */
export function cutOffCall(reply: Reply): ToolUseBlock | null {
  const last = reply.content.at(-1);
  return reply.stopReason === 'max_tokens' && last?.type === 'tool_use' ? last : null;
}
