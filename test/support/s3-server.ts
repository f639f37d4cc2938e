import { finished } from 'node:stream/promises';
import { afterAll } from '@jest/globals';
import { AwsClient } from 'aws4fetch';
import S3rver from 's3rver';
import { isSigned } from './signature-v4.js';
import { tempFolder } from './temp-folder.js';

/** A local S3 server with an empty bucket. It refuses requests whose signature is wrong. */
export interface S3Server {
  /** As LONGHAUL_STORAGE names it, for objects below this prefix. */
  place(prefix: string): string;
  readonly env: Readonly<Record<string, string>>;
  /** Sends a request of one's own: to look behind the store's back. `path` is that of the object in the bucket. */
  request(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: Uint8Array): Promise<Response>;
}

export interface S3ServerOptions {
  /** Whether it knows `If-None-Match` of PUT, as S3 does since August 2024. */
  readonly conditional: 'honoured' | 'ignored';
  /** Answers instead of the server when it returns a status. `attempt` counts all requests from 1. */
  readonly meddle?: (
    method: string,
    path: string,
    attempt: number,
  ) => { status: number; after: 'work' | 'nothing' } | null;
}

/** Ends with the tests of the file. */
export async function startS3(options: S3ServerOptions = { conditional: 'honoured' }): Promise<S3Server> {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: await tempFolder(),
    configureBuckets: [{ name: BUCKET }],
  });
  if (options.conditional === 'honoured') server.middleware.unshift(conditionalWrites());
  server.middleware.unshift(checkedSignatures());
  let attempts = 0;
  server.middleware.unshift(async (exchange, next) => {
    attempts += 1;
    const meddled = options.meddle?.(exchange.method, exchange.path, attempts) ?? null;
    if (meddled?.after !== 'nothing') await next();
    if (meddled) exchange.status = meddled.status;
  });
  const { port } = await server.run();
  running.push(server);
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new AwsClient({ accessKeyId: ACCOUNT, secretAccessKey: ACCOUNT, service: 's3', region: 'us-east-1' });
  return {
    place: (prefix) => `s3://${BUCKET}/${prefix}?endpoint=${endpoint}`,
    env: { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: ACCOUNT },
    request: (method, path, body) =>
      client.fetch(`${endpoint}/${BUCKET}/${path}`, { method, ...(body && { body: Uint8Array.from(body) }) }),
  };
}

const BUCKET = 'longhaul-test';
const ACCOUNT = 'S3RVER';
const running: S3rver[] = [];

afterAll(async () => {
  await Promise.all(running.map((server) => server.close()));
});

/** The server itself checks signatures of version 2 only. Who is unknown it refuses by itself. */
function checkedSignatures(): S3rver['middleware'][number] {
  return async (exchange, next) => {
    const { method, url, headers } = exchange.req;
    const knows = headers.authorization?.includes(`Credential=${ACCOUNT}/`);
    if (!knows || isSigned({ method, url, headers }, ACCOUNT)) return next();
    exchange.status = 403;
    exchange.body = '<Error><Code>SignatureDoesNotMatch</Code></Error>';
  };
}

/**
 * The server itself is older than conditional writes. It fails when two write one object at once, and whoever reads one
 * that is being written gets less than was announced, and waits for the rest.
 */
function conditionalWrites(): S3rver['middleware'][number] {
  const written = new Set<string>();
  const ends = new Map<string, Promise<unknown>>();
  return async (exchange, next) => {
    const { method, path } = exchange;
    if (method === 'PUT') {
      if (written.has(path) && exchange.get('if-none-match') === '*') {
        exchange.status = 412;
        return;
      }
      written.add(path);
    }
    const before = ends.get(path);
    const end = finished(exchange.res).catch(() => undefined); // another's failure is told to that one
    ends.set(path, end);
    await before;
    await next();
  };
}
