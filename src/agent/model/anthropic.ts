import Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { Stream } from '@anthropic-ai/sdk/streaming';
import { failureOf, lostReply } from './failure.js';
import { createHttpFetch } from './http-fetch.js';
import type { AskOptions, ModelClient, ModelFailure, ModelRequest, ModelResult } from './model-client.js';
import { createReplyBuilder } from './reply-builder.js';
import { watchForSilence } from './silence.js';

/** How to reach the Messages API. */
export interface AnthropicAccess {
  /** Null for the public address. */
  readonly baseUrl: string | null;
  readonly credential: { readonly kind: 'api-key' | 'auth-token'; readonly secret: string };
}

/** Longest wait for the head of an answer, in milliseconds: beyond any `stallMs`, which is what should end a request. */
const HEAD_TIMEOUT_MS = 24 * 3_600_000;

/** A client of the Messages API over the official SDK, which neither retries nor logs here: both are ours to do. */
export function createAnthropicClient(access: AnthropicAccess): ModelClient {
  const { kind, secret } = access.credential;
  const sdk = new Anthropic({
    baseURL: access.baseUrl,
    ...(kind === 'api-key' ? { apiKey: secret } : { authToken: secret }),
    maxRetries: 0,
    timeout: HEAD_TIMEOUT_MS,
    logLevel: 'off',
    fetch: createHttpFetch(),
  });
  return {
    ask: async (request, options) => withoutSecret(await ask(sdk, request, options), secret),
  };
}

async function ask(sdk: Anthropic, request: ModelRequest, options: AskOptions): Promise<ModelResult> {
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
  sdk: Anthropic,
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
  return failureOf(new Anthropic.APIError(undefined, body, undefined, headers, body.error?.type ?? null), Date.now());
}

function bodyOf(request: ModelRequest): MessageCreateParamsStreaming {
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: [...request.system],
    messages: [...request.messages],
    ...(request.tools.length > 0 ? { tools: [...request.tools] } : {}),
    thinking: { type: 'adaptive' },
    output_config: { effort: request.effort },
    // Marks the end of the conversation, so that the next turn reads all of it from the cache.
    cache_control: { type: 'ephemeral' },
    stream: true,
  };
}

/** A provider or a header check may repeat the key in its complaint; transcripts and screens must not. */
function withoutSecret(result: ModelResult, secret: string): ModelResult {
  if (result.kind !== 'error') return result;
  return { ...result, message: result.message.replaceAll(secret, '***') };
}
