import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages';
import type { AnswerBlock } from '../../../src/agent/model/scripted/answer.js';
import { faultOf } from '../../../src/agent/model/scripted/check-request.js';
import { errorOf, eventsOf } from '../../../src/agent/model/scripted/wire.js';

/** How one request is answered, byte by byte. */
export type RawAnswer = (response: ServerResponse) => void;

export interface RawModel {
  readonly url: string;
  /** Requests so far. */
  readonly requests: MessageCreateParams[];
  close(): void;
}

/** A model that gives the answers of a list, one a request. It refuses what the API would refuse, and whatever comes after. */
export async function startRawModel(answers: readonly RawAnswer[]): Promise<RawModel> {
  const requests: MessageCreateParams[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as MessageCreateParams;
    requests.push(body);
    const answer = answers[requests.length - 1] ?? status(400, { message: 'the list of answers is at its end' });
    const fault = faultOf(body);
    (fault === null ? answer : status(400, { message: fault }))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => server.close().closeAllConnections() };
}

/** A whole reply. */
export function reply(stop: string, ...blocks: readonly AnswerBlock[]): RawAnswer {
  return (response) => opened(response).end(eventsIn(stop, blocks).join(''));
}

/** A whole reply to a conversation of that many tokens. */
export function replyAt(inputTokens: number, stop: string, ...blocks: readonly AnswerBlock[]): RawAnswer {
  return (response) => opened(response).end(eventsIn(stop, blocks, inputTokens).join(''));
}

/** A reply of which only the events before the `at`-th one of a type come, and then `end` happens. */
export function partOf(
  blocks: readonly AnswerBlock[],
  { type, at = 1 }: { readonly type: string; readonly at?: number },
  end: (response: ServerResponse) => void,
): RawAnswer {
  return (response) => {
    const events = eventsIn('tool_use', blocks);
    const places = events.flatMap((event, i) => (event.startsWith(`event: ${type}\n`) ? [i] : []));
    opened(response).write(events.slice(0, places[at - 1]).join(''), () => end(response));
  };
}

/** A reply that comes in small pieces, cut anywhere, and with pauses. */
export function trickle(...blocks: readonly AnswerBlock[]): RawAnswer {
  return (response) => {
    const bytes = Buffer.from(eventsIn('end_turn', blocks).join(''));
    const size = Math.ceil(bytes.length / 20);
    opened(response);
    let at = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, at + size));
      at += size;
      if (at < bytes.length) return;
      clearInterval(timer);
      response.end();
    }, 10);
  };
}

export function status(
  code: number,
  { message = 'said no', headers = {} }: { readonly message?: string; readonly headers?: Record<string, string> } = {},
): RawAnswer {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(errorOf(code, message));
  };
}

export const text = (said: string): AnswerBlock => ({ type: 'text', text: said });
export const call = (name: string, input: string): AnswerBlock => ({ type: 'tool_use', name, input });

let serial = 0;

function eventsIn(stop: string, blocks: readonly AnswerBlock[], inputTokens = 10): readonly string[] {
  serial += 1;
  const answer = { blocks, stop, inputTokens, outputTokens: 20 };
  return eventsOf(answer, { model: 'm', serial, cache: { read: 0, written: 0 } });
}

function opened(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}
