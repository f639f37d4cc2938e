import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineTool, ok } from '../../../src/agent/tools/tool.js';
import { type AgentBench, legRequest, openAgentBench } from '../../support/agent-bench.js';
import { call, type RawAnswer, reply, replyAt, startRawModel, status, text } from '../model/raw-model.js';

let bench: AgentBench;
let agents = 0;
beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

const look = defineTool({
  name: 'Look',
  description: 'Looks.',
  readOnly: true,
  input: z.strictObject({}),
  run: async () => ok('x'.repeat(50_000)),
});
const LOOK = call('Look', '{}');

/** Legs of one agent, until it is done. */
async function run(answers: readonly RawAnswer[], legs = 1) {
  const model = await startRawModel(answers);
  agents += 1;
  let result = await bench.run(legRequest('the task', { call: agents }), { tools: [look], baseUrl: model.url });
  for (let leg = 2; leg <= legs; leg += 1) {
    const request = legRequest('the task', { call: agents, leg });
    result = await bench.run(request, { tools: [look], baseUrl: model.url });
  }
  model.close();
  return { result, requests: model.requests };
}

it('an agent that fills the window goes on with a summary', async () => {
  const { result, requests } = await run([
    reply('tool_use', LOOK),
    replyAt(170_000, 'tool_use', LOOK),
    reply('end_turn', text('SUMMARY')),
    reply('tool_use', LOOK),
    reply('end_turn', text('done')),
  ]);
  expect(result).toMatchObject({ outcome: { value: 'done' }, spent: { requests: 5, turns: 4, toolCalls: 3 } });
  expect(result).toHaveProperty('spent.usage.input', 170_040);
  expect(requests.map(({ messages }) => messages.length)).toEqual([1, 3, 6, 4, 6]);
  expect(requests[3]?.messages[0]).toEqual({ role: 'user', content: 'the task' });
  expect(JSON.stringify(requests[3]?.messages[1])).toContain('SUMMARY');
});

it('the leg that takes over knows the summary, and asks for no other', async () => {
  const wait = status(429, { headers: { 'retry-after': '120' } });
  const { result, requests } = await run(
    [
      replyAt(170_000, 'tool_use', LOOK),
      wait,
      reply('end_turn', text('SUMMARY')),
      wait,
      reply('end_turn', text('done')),
    ],
    3,
  );
  expect(result).toMatchObject({ outcome: { value: 'done' }, spent: { requests: 5, turns: 2 } });
  expect(JSON.stringify(requests[4]?.messages)).toContain('SUMMARY');
});
