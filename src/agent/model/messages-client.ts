import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { APIError } from '@anthropic-ai/sdk/error';
import type {
  MessageCreateParamsStreaming,
  Messages,
  RawMessageStreamEvent,
  ToolUnion,
} from '@anthropic-ai/sdk/resources/messages';
import { Stream } from '@anthropic-ai/sdk/streaming';
import { withBreakpoints } from './cache/breakpoints.js';
import { failureOf, lostReply } from './failure.js';
import { createHttpFetch } from './http-fetch.js';
import type { AskOptions, ModelClient, ModelFailure, ModelRequest, ModelResult } from './model-client.js';
import { createReplyBuilder } from './reply-builder.js';
import { watchForSilence } from './silence.js';

/** What the SDKs of all routes to the Messages API have in common. */
export interface MessagesSdk {
  readonly messages: Pick<Messages, 'create'>;
}

/** Longest wait for the head of an answer, in milliseconds: beyond any `stallMs`, which is what should end a request. */
const HEAD_TIMEOUT_MS = 24 * 3_600_000;

/** How every SDK is used: it neither retries nor logs nor traces, all of which are ours to do. */
export function sdkOptions() {
  return {
    maxRetries: 0,
    timeout: HEAD_TIMEOUT_MS,
    logLevel: 'off',
    openTelemetry: false,
    fetch: createHttpFetch(),
  } as const satisfies ClientOptions;
}

export interface MessagesClientOptions {
  /** Never told in a failure, whatever the provider says. */
  readonly secrets: readonly string[];
  /** The model's id as this route knows it; its own by default. */
  readonly modelId?: (id: string) => string;
  /** `none` where the provider runs no tools itself: agents then do without. */
  readonly providerTools?: 'all' | 'none';
}

/** A client of the Messages API over one of its SDKs. */
export function createMessagesClient(sdk: MessagesSdk, options: MessagesClientOptions): ModelClient {
  const { secrets, modelId = (id) => id, providerTools = 'all' } = options;
  return {
    async ask(request, how) {
      const tools = providerTools === 'all' ? request.tools : request.tools.filter(isOurs);
      const result = await ask(sdk, { ...request, model: modelId(request.model), tools }, how);
      return withoutSecrets(result, secrets);
    },
  };
}

/** Tools that the provider runs have a type that says which. */
function isOurs({ type }: ToolUnion): boolean {
  return type === undefined || type === null || type === 'custom';
}

async function ask(sdk: MessagesSdk, request: ModelRequest, options: AskOptions): Promise<ModelResult> {
  const silence = watchForSilence(request.stallMs, options.signal);
  try {
    return await readReply(sdk, request, options, silence);
  } catch (error) {
    if (options.signal.aborted) return { kind: 'aborted' };
    if (silence.signal.aborted) return lostReply(`the model said nothing for ${request.stallMs} ms`);
    return failureOf(error, Date.now());
  } finally {
    silence.end();
  }
}

/**
 * Reads the raw server-sent events: they cost half of the SDK's own stream helper, and they include the pings, which
 * tell a model that thinks from one that is gone.
 */
async function readReply(
  sdk: MessagesSdk,
  request: ModelRequest,
  options: AskOptions,
  silence: ReturnType<typeof watchForSilence>,
): Promise<ModelResult> {
  const response = await sdk.messages.create(bodyOf(request), { signal: silence.signal }).asResponse();
  const builder = createReplyBuilder();
  for await (const { event, data } of Stream.rawEvents(response)) {
    silence.broken();
    if (event === 'ping' || event === null || data === '') continue;
    if (event === 'error') return failureInStream(data, response.headers);
    if (event === 'message_start') options.onBegin?.();
    const piece = builder.add(JSON.parse(data) as RawMessageStreamEvent);
    if (piece !== '') options.onText(piece);
  }
  const reply = builder.finish();
  if (reply) return { kind: 'reply', reply };
  if (options.signal.aborted) return { kind: 'aborted' };
  return lostReply('the reply of the model broke off');
}

function failureInStream(data: string, headers: Headers): ModelFailure {
  const body = JSON.parse(data) as { readonly error?: { readonly type?: Anthropic.ErrorType } };
  return failureOf(new APIError(undefined, body, undefined, headers, body.error?.type ?? null), Date.now());
}

function bodyOf(request: ModelRequest): MessageCreateParamsStreaming {
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: [...request.system],
    messages: withBreakpoints(request.messages),
    ...(request.tools.length > 0 ? { tools: [...request.tools] } : {}),
    thinking: { type: 'adaptive' },
    output_config: { effort: request.effort },
    stream: true,
  };
}

/** A provider or a header check may repeat the key in its complaint; transcripts and screens must not. */
function withoutSecrets(result: ModelResult, secrets: readonly string[]): ModelResult {
  if (result.kind !== 'error') return result;
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), result.message);
  return { ...result, message };
}
