import { proxyActivities, setHandler } from '@temporalio/workflow';
import { activityMessage } from './activity-message.js';
import type { Calls } from './calls.js';
import type { Chores } from './chores.js';
import type { Ledger } from './ledger.js';
import {
  type AnswerAsked,
  type ApproveAsked,
  type AskTarget,
  answerUpdate,
  approveUpdate,
  denyUpdate,
} from './messages.js';
import type { PermissionAsk, RunActivities } from './ports.js';
import { refuseUnless } from './refuse.js';

interface Controlled {
  readonly calls: Calls;
  readonly chores: Chores;
}

/** What persons may say to tool calls that agents ask for: permit them, also for others like them; deny; answer. */
export function obeyDecisions(workspace: string, ledger: Ledger, { calls, chores }: Controlled): void {
  setHandler(
    approveUpdate,
    ({ by, call, ask, for: leave = 'once' }) => {
      const rules = calls.askOf(call, ask)?.rules ?? [];
      calls.decide(call, { ask, kind: 'approved' }, by, leave === 'once' ? undefined : leave);
      if (leave === 'always') chores.add(keepRules(workspace, rules, ledger));
    },
    {
      description:
        "Permit a tool call that an agent asks for. Argument: {by, call, ask, for?}; for: 'once', 'run', 'always' (also kept in settings)",
      validator: (asked: ApproveAsked) => refuseApproval(openAsk(calls, asked), asked),
    },
  );
  setHandler(answerUpdate, ({ by, call, ask, answers }) => calls.decide(call, { ask, kind: 'answered', answers }, by), {
    description: 'Answer what an agent asks, one text a question. Argument: {by, call, ask, answers}',
    validator: (asked: AnswerAsked) => refuseAnswers(openAsk(calls, asked), asked),
  });
  setHandler(
    denyUpdate,
    ({ by, call, ask, message = 'A person denied this call.' }) => {
      calls.decide(call, { ask, kind: 'denied', message }, by);
    },
    {
      description: 'Deny a tool call; the agent goes on without it. Argument: {by, call, ask, message?}',
      validator: (asked: AskTarget) => void openAsk(calls, asked),
    },
  );
}

function openAsk(calls: Calls, { call, ask }: AskTarget): PermissionAsk {
  const asked = calls.askOf(call, ask);
  refuseUnless(asked !== undefined, `agent ${call} does not ask for ${ask}, or was answered already`);
  return asked as PermissionAsk;
}

function refuseApproval({ rules = [], questions }: PermissionAsk, { for: leave = 'once' }: ApproveAsked): void {
  refuseUnless(questions === undefined, 'the agent asks a question: answer it');
  refuseUnless(['once', 'run', 'always'].includes(leave), "what it is permitted for is 'once', 'run' or 'always'");
  refuseUnless(leave === 'once' || rules.length > 0, 'no rule can permit this call beforehand: permit it once');
}

/** Characters of one answer. */
const LONGEST_ANSWER = 20_000;

function refuseAnswers({ questions }: PermissionAsk, { answers }: AnswerAsked): void {
  refuseUnless(questions !== undefined, 'the agent asks for a permission: approve or deny it');
  const wanted = questions?.length ?? 0;
  const sound = Array.isArray(answers) && answers.length === wanted && answers.every(isAnswer);
  refuseUnless(sound, `it takes ${wanted} answers, each a text of at most ${LONGEST_ANSWER} characters`);
}

function isAnswer(answer: unknown): boolean {
  return typeof answer === 'string' && answer.trim() !== '' && answer.length <= LONGEST_ANSWER;
}

/** For all runs to come. This one has been given leave already, so it does not wait for the file. Never rejects. */
async function keepRules(workspace: string, rules: readonly string[], ledger: Ledger): Promise<void> {
  const activities = proxyActivities<Pick<RunActivities, 'keepRules'>>({
    startToCloseTimeout: '1 minute',
    scheduleToCloseTimeout: '10 minutes',
  });
  try {
    await activities.keepRules({ workspace, rules });
  } catch (error) {
    const line = `the rules hold for this run only, since they could not be kept: ${activityMessage(error)}`;
    ledger.record({ type: 'warned', line, scope: [] });
  }
}
