// A server for the Messages API that answers as its prompts tell it to (directives.ts): for tests, benchmarks, chaos
// rounds and work without a key.
//
// M1  The answer is a function of the request, except for directives with `*K`, which count requests of a task, for what
//     `usage` says of the prompt cache, and while a limit is ordered (limits.ts).
// M2  Order: sound request, limit, delay, status, drop, answer.
// M3  What is told of the prompt cache is true: a prefix is read only after the first reply to it has begun.
// M4  Nothing leaves the machine: it listens on 127.0.0.1 only.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages';
import { answerTo } from './answer.js';
import { faultOf } from './check-request.js';
import { type Directives, readDirectives } from './directives.js';
import { createLimits, type LimitSpan, readSpans, type Refusal } from './limits.js';
import { type CacheUse, createPromptCache } from './prompt-cache.js';
import { readConversation, taskName } from './task.js';
import { errorOf, eventsOf, messageOf } from './wire.js';

export interface ScriptedModel {
  /** What ANTHROPIC_BASE_URL is set to. */
  readonly url: string;
  readonly port: number;
  stats(): ScriptedStats;
  /** Refuses all requests in these spans, one behind the other from now on. Also at `PUT /limits`, as JSON. */
  limit(spans: readonly LimitSpan[]): void;
  close(): Promise<void>;
}

/** Also served as JSON at `GET /stats`, so that another process can count. */
export interface ScriptedStats {
  /** Requests that reached the Messages API, refused and dropped ones included. */
  readonly requests: number;
  readonly byTask: Readonly<Record<string, number>>;
  /** Requests that met a limit: in each of its spans, and by task where there were any. */
  readonly refused: readonly number[];
  readonly refusedByTask: Readonly<Record<string, number>>;
  readonly inFlight: number;
  /** Requests that were answered and read from the prompt cache. */
  readonly cacheReads: number;
}

export interface ScriptedModelOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Multiplies every `<<delay>>`. */
  readonly delayFactor?: number;
}

export async function startScriptedModel(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const ledger = new Ledger();
  const delayFactor = options.delayFactor ?? 1;
  const server = createServer((request, response) => {
    serve(request, response, ledger, delayFactor).catch((error: unknown) => response.destroy(asError(error)));
  });
  // Longer than any pause between the requests of an agent: a connection closed under a client costs it a retry.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port ?? 0, host: '127.0.0.1', backlog: 4_096 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stats: () => ledger.stats(),
    limit: ledger.limits.begin,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** The state of the server: its counters, its limits, and the prompt cache. */
class Ledger {
  readonly cache = createPromptCache();
  readonly limits = createLimits(Date.now);
  inFlight = 0;
  cacheReads = 0;
  #requests = 0;
  readonly #byTask = new Map<string, number>();
  readonly #refusedByTask = new Map<string, number>();
  readonly #used = new Map<string, number>();

  /** Counts a request; its number serves for ids. */
  count(task: string): number {
    addOne(this.#byTask, task);
    this.#requests += 1;
    return this.#requests;
  }

  /** How a request with this task is refused, if a limit is on. */
  refuse(task: string): Refusal | null {
    const refusal = this.limits.refuse();
    if (refusal) addOne(this.#refusedByTask, task);
    return refusal;
  }

  /** True for the first `first` requests of this task under this directive. */
  spend(directive: string, first: number, task: string): boolean {
    if (!Number.isFinite(first)) return true;
    const key = `${directive}*${first} ${task.slice(-40)}`;
    const used = this.#used.get(key) ?? 0;
    if (used >= first) return false;
    this.#used.set(key, used + 1);
    return true;
  }

  stats(): ScriptedStats {
    const { inFlight, cacheReads } = this;
    return {
      requests: this.#requests,
      byTask: Object.fromEntries(this.#byTask),
      refused: this.limits.refused(),
      refusedByTask: Object.fromEntries(this.#refusedByTask),
      inFlight,
      cacheReads,
    };
  }
}

function addOne(counts: Map<string, number>, task: string): void {
  const name = taskName(task);
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  ledger: Ledger,
  delayFactor: number,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  if (path === '/v1/messages' && request.method === 'POST') {
    ledger.inFlight += 1;
    response.once('close', () => {
      ledger.inFlight -= 1;
    });
    return converse(request, response, ledger, delayFactor);
  }
  if (path === '/limits' && request.method === 'PUT') return limit(request, response, ledger);
  if (path === '/stats') return sendJson(response, 200, JSON.stringify(ledger.stats()));
  if (path === '/') return sendJson(response, 200, '{"server":"scripted model"}');
  sendJson(response, 404, errorOf(404, `no such path: ${path}`));
}

async function limit(request: IncomingMessage, response: ServerResponse, ledger: Ledger): Promise<void> {
  const spans = readSpans(await bodyOf(request));
  if (!spans) return sendJson(response, 400, errorOf(400, 'the body is no list of spans'));
  ledger.limits.begin(spans);
  sendJson(response, 200, '{}');
}

async function converse(
  request: IncomingMessage,
  response: ServerResponse,
  ledger: Ledger,
  delayFactor: number,
): Promise<void> {
  const body = parsed(await bodyOf(request));
  const fault = body === null ? 'the body is not JSON' : faultOf(body);
  if (body === null || fault !== null) {
    ledger.count('(unsound request)');
    return sendJson(response, 400, errorOf(400, fault ?? ''));
  }

  const conversation = readConversation(body);
  const { task } = conversation;
  const directives = readDirectives(task);
  const serial = ledger.count(task);
  const refusal = ledger.refuse(task);
  if (refusal) return refuse(response, refusal);
  const cache = ledger.cache.look(body);

  if (directives.delayMs > 0) await sleep(directives.delayMs * delayFactor);
  const spared = conversation.assistantMessages < directives.after;
  const { status } = directives;
  if (status && !spared && ledger.spend(`status:${status.code}`, status.first, task))
    return refuse(response, { status: status.code, headers: retryAfter(directives) });
  if (!spared && ledger.spend('drop', directives.drop, task)) return void response.destroy();

  begin(cache, ledger);
  const answer = answerTo(conversation, directives);
  const stamp = { model: body.model, serial, cache };
  if (body.stream !== true) return sendJson(response, 200, messageOf(answer, stamp));
  const broken = spared ? null : interruption(directives, ledger, task);
  await stream(response, eventsOf(answer, stamp), { serial, broken, pauseMs: directives.trickleMs * delayFactor });
}

function begin(cache: CacheUse, ledger: Ledger): void {
  cache.begin();
  if (cache.read > 0) ledger.cacheReads += 1;
}

type Interruption = 'cut' | 'hang' | null;

function interruption(directives: Directives, ledger: Ledger, task: string): Interruption {
  if (ledger.spend('cut', directives.cut, task)) return 'cut';
  return ledger.spend('hang', directives.hang, task) ? 'hang' : null;
}

interface Manner {
  readonly serial: number;
  readonly broken: Interruption;
  /** Between two events; 0 for none. */
  readonly pauseMs: number;
}

async function stream(
  response: ServerResponse,
  events: readonly string[],
  { serial, broken, pauseMs }: Manner,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': `req_scripted_${serial}` });
  if (broken !== null) {
    response.write(events.slice(0, Math.ceil(events.length / 2)).join(''), () => {
      if (broken === 'cut') response.destroy();
    });
    return;
  }
  if (pauseMs === 0) return void response.end(events.join(''));
  for (const event of events) {
    response.write(event);
    await sleep(pauseMs);
  }
  response.end();
}

function refuse(response: ServerResponse, { status, headers }: Refusal): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, errorOf(status, `scripted ${status}`));
}

function retryAfter({ retryAfter: seconds }: Directives): Refusal['headers'] {
  return seconds === null ? {} : { 'retry-after': seconds };
}

function sendJson(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): MessageCreateParams | null {
  try {
    return JSON.parse(text) as MessageCreateParams;
  } catch {
    return null;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
