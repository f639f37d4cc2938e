// Runs the calls of one reply and records what comes of them.
//
// U1  Calls that follow each other and are read-only run side by side; every other runs alone, in the order of the calls.
// U2  The result of a call that is not read-only is recorded before the next call begins: what has ended is never
//     reported as unknown, and what is unknown is at most one call (G5).
// U3  A call that waits for a person is recorded as such before any call of the reply runs; once it is permitted, that it
//     begins is recorded before it does. So it is known of each whether it may have begun.
// U4  A call behind one that is not read-only is judged again before it runs: what it would touch may be another by then,
//     a link for example.

import type { ToolResultBlockParam, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import { messageOf } from '../../config/message-of.js';
import type { PermissionAsk } from '../../workflows/ports.js';
import type { ScopedMemory } from '../context/memory/scoped-memory.js';
import type { Emit } from '../events.js';
import type { TranscriptEntry } from '../transcript/transcript.js';
import { type Judges, type Plan, type PlannedCall, planCalls, type ToolTurn } from './plan-calls.js';
import type { SeenFiles, Sighting } from './seen-files.js';
import { refused, type Tool, type ToolContext, type ToolResult, type ToolUsage } from './tool.js';

export interface ToolBench extends Judges {
  /** Memory of single directories, told with the first file of theirs that is read; null for none. */
  readonly memory: ScopedMemory | null;
  readonly context: ToolContext;
  readonly append: (entry: TranscriptEntry) => Promise<void>;
  readonly emit: Emit;
}

/**
 * Serves all calls of the turn that need no person; returns the asks of those that do. Throws for `context.signal`, and
 * what `append` throws.
 */
export async function useTools(turn: ToolTurn, bench: ToolBench): Promise<readonly PermissionAsk[]> {
  const planned = await planCalls(turn, bench);
  const asks = planned.flatMap(({ plan }) => (plan.kind === 'wait' ? [plan.ask] : []));
  const fresh = asks.filter(({ id }) => !turn.waiting.has(id));
  if (fresh.length > 0) await bench.append({ kind: 'asked', asks: fresh });

  let ended: Ended[] = [];
  let changed = false;
  for (const batch of batchesOf(planned)) {
    const served = changed ? await Promise.all(batch.map((one) => judgedAgain(one, bench))) : batch;
    ended.push(...(await Promise.all(served.map((one) => serve(one, bench)))));
    if (!served.some(hasEffects)) continue;
    changed = true;
    await bench.append(entryOf(ended));
    ended = [];
  }
  if (ended.length > 0) await bench.append(entryOf(ended));
  return asks;
}

type ServedCall = PlannedCall & { readonly plan: Exclude<Plan, { kind: 'wait' }> };
type RunPlan = Extract<Plan, { kind: 'run' }>;

interface Ended {
  readonly block: ToolResultBlockParam;
  readonly saw: readonly Sighting[];
  readonly used?: ToolUsage;
}

/** What may run side by side (U1). */
function batchesOf(planned: readonly PlannedCall[]): readonly (readonly ServedCall[])[] {
  const batches: ServedCall[][] = [];
  let open: ServedCall[] | null = null;
  for (const one of planned.filter(isServed)) {
    if (hasEffects(one)) {
      batches.push([one]);
      open = null;
    } else if (open) {
      open.push(one);
    } else {
      open = [one];
      batches.push(open);
    }
  }
  return batches;
}

function isServed(one: PlannedCall): one is ServedCall {
  return one.plan.kind !== 'wait';
}

function hasEffects({ plan }: ServedCall): boolean {
  return plan.kind === 'run' && !plan.tool.readOnly;
}

/** A person permitted the call as it reads: that is not asked again (U4). */
async function judgedAgain({ call, plan }: ServedCall, { permissions }: ToolBench): Promise<ServedCall> {
  if (plan.kind !== 'run' || plan.approved) return { call, plan };
  const verdict = await permissions?.judge(call.name, call.input);
  if (!verdict || verdict.kind === 'run') return { call, plan };
  return { call, plan: { kind: 'tell', result: refused(`${call.name} was not run: ${verdict.reason} ${CHANGED}`) } };
}

const CHANGED = '(it was judged again since a call before it may have changed what it touches).';

async function serve({ call, plan }: ServedCall, bench: ToolBench): Promise<Ended> {
  bench.emit({ kind: 'tool-started', id: call.id, tool: call.name });
  const { content, isError, saw = [], used } = plan.kind === 'tell' ? plan.result : await run(call, plan, bench);
  bench.emit({ kind: 'tool-ended', id: call.id, tool: call.name, failed: isError });
  return {
    block: { type: 'tool_result', tool_use_id: call.id, content, ...(isError ? { is_error: true } : {}) },
    saw,
    ...(used && { used }),
  };
}

async function run(call: ToolUseBlock, { tool, input, approved }: RunPlan, bench: ToolBench): Promise<ToolResult> {
  if (approved && !tool.readOnly) await bench.append({ kind: 'begun', call: call.id });
  const result = await attempt(tool, input, bench.context);
  // Nothing may fail between an effect and its record.
  return bench.memory && tool.readOnly ? withMemory(result, bench.memory, bench.context.seen) : result;
}

/** What the files of the result call for is put behind it, and recorded as seen: it is given once. */
async function withMemory(result: ToolResult, memory: ScopedMemory, seen: SeenFiles): Promise<ToolResult> {
  let { content, saw = [] } = result;
  for (const { path } of saw) {
    const note = await memory.noteFor(path, seen);
    if (!note) continue;
    for (const sighting of note.saw) seen.note(sighting);
    content = typeof content === 'string' ? content + note.text : [...content, { type: 'text', text: note.text }];
    saw = [...saw, ...note.saw];
  }
  return { ...result, content, saw };
}

async function attempt(tool: Tool, input: unknown, context: ToolContext): Promise<ToolResult> {
  context.signal.throwIfAborted();
  try {
    return await tool.run(input, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    return refused(`${tool.name} failed: ${messageOf(error)}`);
  }
}

function entryOf(ended: readonly Ended[]): TranscriptEntry {
  const saw = ended.flatMap((one) => one.saw);
  const used = ended.flatMap((one) => one.used ?? []);
  const results = ended.map(({ block }) => block);
  return { kind: 'results', results, ...(saw.length > 0 && { saw }), ...(used.length > 0 && { used }) };
}
