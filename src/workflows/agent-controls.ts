import { setHandler } from '@temporalio/workflow';
import type { Calls } from './calls.js';
import type { Ledger } from './ledger.js';
import {
  type AgentTarget,
  concurrencyUpdate,
  killUpdate,
  restartUpdate,
  type SteerAsked,
  skipUpdate,
  steerUpdate,
} from './messages.js';
import { refuseUnless } from './refuse.js';
import { MOST_CONCURRENT } from './spec.js';
import { type AgentControl, whyNot } from './targets.js';

/** What persons may do to single agents, and to how many of them work at once. */
export function obeyAgentControls(ledger: Ledger, calls: Calls): void {
  const validatorOf =
    (control: AgentControl) =>
    ({ call }: AgentTarget): void => {
      const why = whyNot(ledger.state, control, call);
      refuseUnless(why === null, why ?? '');
    };
  setHandler(killUpdate, ({ by, call }) => calls.skip(call, `killed by ${by}`), {
    description: 'End an agent, whatever it does: its call gives null. Argument: {by, call}',
    validator: validatorOf('kill'),
  });
  setHandler(skipUpdate, ({ by, call }) => calls.skip(call, `skipped by ${by}`), {
    description: 'Skip an agent that has not begun: its call gives null. Argument: {by, call}',
    validator: validatorOf('skip'),
  });
  setHandler(restartUpdate, ({ by, call }) => calls.restart(call, by), {
    description: 'Let an agent begin anew, in a new conversation. Argument: {by, call}',
    validator: validatorOf('restart'),
  });
  obeySteering(ledger, calls);
  obeyConcurrency(ledger, calls);
}

/** Characters of a message. */
const LONGEST_MESSAGE = 20_000;

function obeySteering(ledger: Ledger, calls: Calls): void {
  setHandler(
    steerUpdate,
    ({ by, call, text, id = `message-${ledger.length}` }) => {
      for (const each of call === 'all' ? calls.openAgents() : [call]) calls.steer(each, { id, text, by });
    },
    {
      description: "Tell an agent something at its next turn. Argument: {by, call, text, id?}; call may be 'all'",
      validator: ({ call, text }: SteerAsked) => {
        refuseUnless(typeof text === 'string' && text.trim() !== '', 'the message is empty');
        refuseUnless(text.length <= LONGEST_MESSAGE, `the message is longer than ${LONGEST_MESSAGE} characters`);
        if (call === 'all') return refuseUnless(calls.openAgents().length > 0, 'every agent has ended already');
        const why = whyNot(ledger.state, 'steer', call);
        refuseUnless(why === null, why ?? '');
      },
    },
  );
}

function obeyConcurrency(ledger: Ledger, calls: Calls): void {
  setHandler(
    concurrencyUpdate,
    ({ by, limit }) => {
      ledger.record({ type: 'concurrency', limit, by });
      calls.setConcurrency(limit);
    },
    {
      description: `Agents at work at once, from now on: 1 to ${MOST_CONCURRENT}. Argument: {by, limit}`,
      validator: ({ limit }) => {
        const sound = Number.isSafeInteger(limit) && limit >= 1 && limit <= MOST_CONCURRENT;
        refuseUnless(sound, `the concurrency must be a whole number from 1 to ${MOST_CONCURRENT}`);
      },
    },
  );
}
