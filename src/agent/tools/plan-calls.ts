import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { AskDecision, OnAsk, PermissionAsk } from '../../workflows/ports.js';
import type { AnswerSchema } from '../answer/answer-schema.js';
import { checkCall, isStructuredOutput } from '../answer/structured-output.js';
import type { Permissions } from '../permissions/permissions.js';
import type { UseTools } from '../transcript/next-step.js';
import { cutOffCall } from '../transcript/open-calls.js';
import { type DetailContext, detailOf } from './call-detail.js';
import { inOneLine, summaryOf } from './call-summary.js';
import { refused, type Tool, type ToolResult } from './tool.js';

/** The calls of one reply that have no result yet. */
export interface ToolTurn extends UseTools {
  /** True when an earlier leg may have begun them (G5). */
  readonly interrupted: boolean;
  readonly schema: AnswerSchema | null;
}

/** What decides whether a call may run. */
export interface Judges {
  readonly tools: readonly Tool[];
  /** Null when everything may run. */
  readonly permissions: Permissions | null;
  readonly onAsk: OnAsk;
  readonly decisions: readonly AskDecision[];
  /** Where the calls would be made. */
  readonly context: DetailContext;
}

/** What becomes of a call. */
export type Plan =
  | { readonly kind: 'tell'; readonly result: ToolResult }
  | { readonly kind: 'run'; readonly tool: Tool; readonly input: unknown; readonly approved: boolean }
  | { readonly kind: 'wait'; readonly ask: PermissionAsk };

export interface PlannedCall {
  readonly call: ToolUseBlock;
  readonly plan: Plan;
}

/** Decides about all calls before any of them runs, in the order in which they were made. */
export async function planCalls(turn: ToolTurn, judges: Judges): Promise<readonly PlannedCall[]> {
  const planned: PlannedCall[] = [];
  let oneIsUnknown = false;
  for (const call of turn.calls) {
    const readied = ready(call, turn, judges.tools);
    if ('result' in readied) {
      planned.push({ call, plan: tell(readied.result) });
    } else if (turn.interrupted && !readied.tool.readOnly && !turn.waiting.has(call.id)) {
      // They run one after the other: where the first stands nobody knows, and those behind it have not begun.
      if (!oneIsUnknown) await readied.tool.clearUp?.(readied.input, judges.context);
      planned.push({ call, plan: tell(oneIsUnknown ? NOT_REACHED : INTERRUPTED) });
      oneIsUnknown = true;
    } else {
      planned.push({ call, plan: await judged(call, readied, turn, judges) });
    }
  }
  return planned;
}

const INTERRUPTED = refused('Interrupted, outcome unknown. Look before you try again.');
const NOT_REACHED = refused('Not run: a call before it was interrupted. Make it again if it still makes sense.');
const CUT_OFF = refused(
  'Not run: your reply reached its limit of output tokens inside this call. Make a smaller one, or do it in several steps.',
);

interface Ready {
  readonly tool: Tool;
  readonly input: unknown;
}

/** A tool and an input it accepts, or what the model is told instead. */
function ready(call: ToolUseBlock, turn: ToolTurn, tools: readonly Tool[]): Ready | { readonly result: ToolResult } {
  const { reply, schema } = turn;
  if (cutOffCall(reply) === call) return { result: CUT_OFF };
  if (schema && isStructuredOutput(call)) return { result: misfit(call, turn, schema) };

  const tool = tools.find((candidate) => candidate.name === call.name);
  if (!tool) return { result: refused(`There is no tool called ${call.name}. ${offer(tools)}`) };
  const unreadable = reply.unreadable[call.id];
  if (unreadable !== undefined) return { result: refused(`${call.name} was not run: ${unreadable}.`) };
  const accepted = tool.accept(call.input);
  if (accepted.fits) return { tool, input: accepted.input };
  return { result: refused(`${call.name} was not run, its input does not fit:\n${accepted.mismatch}`) };
}

async function judged(call: ToolUseBlock, { tool, input }: Ready, turn: ToolTurn, judges: Judges): Promise<Plan> {
  const asked = turn.waiting.get(call.id);
  if (asked) return decided(asked, judges.decisions, { tool, input });

  const verdict = await judges.permissions?.judge(call.name, call.input);
  if (verdict?.kind === 'deny') return tell(refused(`${call.name} was not run: ${verdict.reason}`));
  const questions = tool.questionsOf?.(input);
  if (questions) return waiting(call, judges, { reason: 'the agent asks you', questions });
  return verdict?.kind === 'ask' ? waiting(call, judges, verdict) : { kind: 'run', tool, input, approved: false };
}

/** What is asked of a person beside the call itself. */
type Wanted = Pick<PermissionAsk, 'reason' | 'rules' | 'questions'>;

async function waiting(call: ToolUseBlock, judges: Judges, { reason, rules, questions }: Wanted): Promise<Plan> {
  if (judges.onAsk === 'deny') return tell(refused(`${call.name} was not run: ${reason} ${NOBODY_ANSWERS}`));
  const ask = { id: call.id, tool: call.name, reason };
  if (questions) {
    const summary = inOneLine(questions.map(({ question }) => question).join(' '));
    return { kind: 'wait', ask: { ...ask, summary, questions } };
  }
  const detail = await detailOf(call, judges.context);
  return { kind: 'wait', ask: { ...ask, summary: summaryOf(call), detail, ...(rules && { rules }) } };
}

const NOBODY_ANSWERS = '(a person would have to permit it, and nobody can be asked in this run).';

function decided(ask: PermissionAsk, decisions: readonly AskDecision[], { tool, input }: Ready): Plan {
  const decision = decisions.findLast((candidate) => candidate.ask === ask.id);
  switch (decision?.kind) {
    case undefined:
      return { kind: 'wait', ask };
    case 'approved':
      return { kind: 'run', tool, input, approved: true };
    case 'answered':
      return tell(answered(ask, decision.answers));
    case 'denied':
      return tell(refused(denied(ask, decision.message)));
  }
}

function denied({ tool, questions }: PermissionAsk, message: string): string {
  const what = questions ? 'Nobody answered the questions.' : `${tool} was not run: a person denied it.`;
  return `${what} ${message}`.trimEnd();
}

/** As Claude Code words it. */
function answered({ questions = [] }: PermissionAsk, answers: readonly string[]): ToolResult {
  const lines = questions.map(({ question }, i) => `"${question}"="${answers[i] ?? ''}"`);
  return { content: `User has answered your questions: ${lines.join(', ')}. You can now go on.`, isError: false };
}

function tell(result: ToolResult): Plan {
  return { kind: 'tell', result };
}

/** Calls that fit never get here: they end the agent. */
function misfit(call: ToolUseBlock, { reply }: ToolTurn, schema: AnswerSchema): ToolResult {
  const checked = checkCall(schema, call, reply);
  const mismatch = checked.fits ? 'another call was made beside it' : checked.mismatch;
  return refused(`The input does not fit the schema: ${mismatch}. Call the tool again with an input that fits.`);
}

function offer(tools: readonly Tool[]): string {
  return tools.length === 0 ? 'No tools are available.' : `Available: ${tools.map((tool) => tool.name).join(', ')}.`;
}
