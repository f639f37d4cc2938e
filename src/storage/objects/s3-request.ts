import { setTimeout as sleep } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { S3Credentials, S3Place } from './s3-place.js';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  /** Below the bucket: name of an object, or a question about them. */
  readonly path: string;
  /** What errors call the object. */
  readonly shown: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Success, 404 of what was read, or 412. */
export interface S3Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** How often the request was sent. */
  readonly attempts: number;
}

/**
 * A way to send signed requests to `place`. What may pass is tried again within seconds; the rest is thrown.
 *
 * What is returned throws LonghaulError STORAGE_UNREACHABLE, STORAGE_REFUSED and STORAGE_FULL.
 */
export function openS3(place: S3Place, credentials: S3Credentials): (request: S3Request) => Promise<S3Reply> {
  const client = new AwsClient({ ...credentials, region: place.region, service: 's3', retries: 0 });
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await send(client, place, request);
      if (reply.kind === 'answered') return { ...reply, attempts: attempt };
      if (reply.kind === 'refused') throw reply.error;
      if (attempt === ATTEMPTS) throw reply.error;
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  };
}

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 100;
/** Of one request, its content included. */
const TIMEOUT_MS = 30_000;

type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly body: Uint8Array }
  /** `passing`: the same may be answered when it is sent again. */
  | { readonly kind: 'passing' | 'refused'; readonly error: LonghaulError };

async function send(client: AwsClient, place: S3Place, request: S3Request): Promise<Sent> {
  const { method, path, shown, headers, body } = request;
  let status: number;
  let replied: Pick<Response, 'ok' | 'headers'>;
  let content: Uint8Array;
  try {
    const response = await client.fetch(`${place.bucket}${path}`, {
      method,
      headers: { ...headers },
      // A copy: what is sent must not change while it waits for another attempt.
      ...(body && { body: Uint8Array.from(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.status;
    replied = response;
    content = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    return { kind: 'passing', error: unreachable(shown, networkReason(error)) };
  }
  const missing = status === 404 && method !== 'PUT' && codeIn(content) !== 'NoSuchBucket';
  if (replied.ok || missing || status === 412) {
    return { kind: 'answered', status, headers: replied.headers, body: content };
  }
  const reason = [`status ${status}`, codeIn(content)].filter(Boolean).join(', ');
  if (status === 507 || /StorageFull|QuotaExceeded/.test(reason)) {
    return { kind: 'refused', error: new LonghaulError('STORAGE_FULL', { path: shown, reason }) };
  }
  // 409: somebody else creates the same object at this moment.
  if (status >= 500 || status === 429 || status === 409) {
    return { kind: 'passing', error: unreachable(shown, reason) };
  }
  return { kind: 'refused', error: new LonghaulError('STORAGE_REFUSED', { place: shown, reason }) };
}

function unreachable(place: string, reason: string): LonghaulError {
  return new LonghaulError('STORAGE_UNREACHABLE', { place, reason });
}

/** `fetch failed` says nothing; its cause does. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return messageOf(cause);
}

function codeIn(body: Uint8Array): string | undefined {
  return /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(Buffer.from(body.subarray(0, 4_096)).toString())?.[1];
}
