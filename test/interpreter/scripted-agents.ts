import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { answerTo } from '../../src/agent/model/scripted/answer.js';
import { readDirectives } from '../../src/agent/model/scripted/directives.js';
import { readConversation } from '../../src/agent/model/scripted/task.js';
import type { Json, Outcome } from '../../src/interpreter/outcome.js';
import type { AgentCall, Service } from './script-host.js';

const TERMINAL = [400, 401, 403, 404, 413];

/** Serves agents as the scripted model would, over no network: one answer each, without checking schemas. */
export function scriptedAgent(call: AgentCall): Service {
  const messages: MessageParam[] = [{ role: 'user', content: call.prompt }];
  const tools = call.options.schema ? [{ name: 'StructuredOutput', input_schema: { type: 'object' as const } }] : [];
  const conversation = readConversation({ model: 'scripted', max_tokens: 1, messages, tools });
  const directives = readDirectives(conversation.task);
  const { status, drop, delayMs } = directives;
  const answer = answerTo(conversation, directives);
  const served = { delayMs, tokens: answer.outputTokens };
  if (status && TERMINAL.includes(status.code)) {
    return { ...served, outcome: failed('API_ERROR', `the provider answered ${status.code}`) };
  }
  if (answer.stop === 'refusal') return { ...served, outcome: failed('REFUSED', 'the model refused') };
  if (answer.stop === 'max_tokens') return { ...served, outcome: failed('MAX_TOKENS', 'the answer was cut') };
  const last = answer.blocks.at(-1);
  const value = last?.type === 'tool_use' ? (JSON.parse(last.input) as Json) : (last?.text ?? '');
  // A failed request is made again, and so is one that was answered with nothing.
  const requests = 1 + (status?.first ?? 0) + drop + (value === '' ? 1 : 0);
  return { ...served, requests, outcome: { status: 'ok', value } };
}

function failed(code: 'API_ERROR' | 'REFUSED' | 'MAX_TOKENS', message: string): Outcome {
  return { status: 'failed', code, message, seen: 'null' };
}
