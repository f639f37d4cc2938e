// Lets Temporal's Web UI see values that are encrypted or off-loaded: its remote codec, over HTTP.
//
// W1  It listens on 127.0.0.1 only, and answers who asks for it by a name of this machine: a page whose own name was
//     pointed here (DNS rebinding) asks for that one.
// W2  Of pages only the Web UI's get an answer. Who is no browser sends no origin and is not kept out: on this machine
//     it could read whatever the user lets it.
// W3  Questions are JSON by their type, so a browser asks for leave before it sends one from another page.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isLonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { JsonPayload, RemoteCodec } from '../../storage/remote-codec.js';

export interface CodecEndpoint {
  /** On 127.0.0.1; 0 for one that is free. */
  readonly port: number;
  /** Of the Web UI, on 127.0.0.1. */
  readonly uiPort: number;
}

/** Resolves when it listens; rejects when the port is taken. */
export async function serveCodec({ port, uiPort }: CodecEndpoint, codec: RemoteCodec): Promise<Server> {
  const origins = new Set(['127.0.0.1', 'localhost'].map((host) => `http://${host}:${uiPort}`));
  const server = createServer((request, response) => {
    const { origin } = request.headers;
    if (!isOwnName(request.headers.host) || (origin !== undefined && !origins.has(origin))) {
      return answer(response, 403, { message: 'only the Temporal Web UI of this machine is answered' });
    }
    if (origin !== undefined) allow(response, origin);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    respond(request, codec).then(
      (payloads) => answer(response, 200, { payloads }),
      (error: unknown) => answer(response, statusOf(error), { message: messageOf(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** Bytes of one question: the payloads of a page of history. */
const LONGEST_QUESTION = 64 * 1024 * 1024;

/** Whatever the port: a page from elsewhere has another name (W1). */
function isOwnName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');
}

function allow(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Methods', 'POST');
  response.setHeader('Access-Control-Allow-Headers', 'content-type, x-namespace, authorization');
  response.setHeader('Vary', 'Origin');
}

async function respond(request: IncomingMessage, codec: RemoteCodec): Promise<readonly JsonPayload[]> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const isJson = request.headers['content-type']?.startsWith('application/json');
  if (request.method !== 'POST' || !isJson) throw new Refusal(405, 'payloads are posted as JSON'); // W3
  switch (pathname) {
    case '/encode':
      return codec.encode(await payloadsOf(request));
    case '/decode': {
      // The Web UI always asks so, and shows a button to download instead of the value.
      const keep = searchParams.get('preserveStorageRefs') === 'true';
      return codec.decode(await payloadsOf(request), keep ? 'kept-if-long' : 'fetched');
    }
    case '/download':
      return codec.download(await payloadsOf(request));
    default:
      throw new Refusal(404, 'there are /encode, /decode and /download');
  }
}

async function payloadsOf(request: IncomingMessage): Promise<readonly JsonPayload[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > LONGEST_QUESTION) throw new Refusal(413, 'that are too many payloads at once');
    chunks.push(chunk as Buffer);
  }
  const { payloads } = JSON.parse(Buffer.concat(chunks).toString()) as { payloads?: readonly JsonPayload[] };
  return payloads ?? [];
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What storage reports is no fault of the question. */
function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  return isLonghaulError(error) ? 500 : 400;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
