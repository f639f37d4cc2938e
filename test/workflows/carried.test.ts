import { afterEach, describe, expect, it } from '@jest/globals';
import { type AgentCall, newAgent } from '../../src/workflows/agent.js';
import { openStage, type Stage, specOfAgents } from '../support/agents-stage.js';

const CALL: AgentCall = { kind: 'agent', id: 1, scope: [], prompt: '', label: '1', phase: null, options: {} };
const key = () => 'its key';

let stage: Stage | undefined;
afterEach(() => stage?.close());

describe('an agent that the Temporal run before has left', () => {
  it('has the key of its call, also when an earlier version has carried one along', () => {
    const on = openStage(specOfAgents({ archived: true }), () => undefined);
    stage = on;
    const { call: _call, key: _key, place: _place, ...agent } = newAgent(CALL, key, null);
    const carried = { ...agent, leg: 1, call: CALL.id, place: { in: 'queue' }, key: 'its key' } as const;
    on.agents.put(CALL, { key, inherits: null }, carried);
    on.agents.admit();
    expect(on.open.map(({ request }) => request.key)).toEqual(['its key']);
  });
});
