import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';

/** One request as it came to the provider. */
export interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

export interface ProviderFront {
  readonly url: string;
  readonly seen: Seen[];
  close(): void;
}

/** A server in the manner of Vertex or Bedrock, before a scripted model that answers. */
export async function openProviderFront(modelUrl: string, manner: 'vertex' | 'bedrock'): Promise<ProviderFront> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    serve(request, response, seen).catch((error: unknown) => response.destroy(error as Error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse, log: Seen[]): Promise<void> {
    const path = decodeURIComponent(request.url ?? '');
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    log.push({ path, headers: request.headers, body });
    const model = path.match(/\/models?\/([^/]+?)(?::streamRawPredict|\/invoke-with-response-stream)$/)?.[1];
    const asked = JSON.stringify({ ...body, model, stream: true });
    const answer = await fetch(`${modelUrl}/v1/messages`, { method: 'POST', body: asked });
    const text = await answer.text();
    if (manner === 'vertex' || !answer.ok) {
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(text);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    for (const [, data] of text.matchAll(/^data: (.*)$/gm)) response.write(chunkOf(data ?? ''));
    response.end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close().closeAllConnections() };
}

/** One event in the binary framing of AWS: lengths and their checksum, headers, payload, checksum of all. */
function chunkOf(data: string): Buffer {
  const headers = Buffer.concat([
    header(':message-type', 'event'),
    header(':event-type', 'chunk'),
    header(':content-type', 'application/json'),
  ]);
  const payload = Buffer.from(JSON.stringify({ bytes: Buffer.from(data).toString('base64') }));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(8 + 4 + headers.length + payload.length + 4, 0);
  lengths.writeUInt32BE(headers.length, 4);
  const message = Buffer.concat([lengths, checksum(lengths), headers, payload]);
  return Buffer.concat([message, checksum(message)]);
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  const text = 7;
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([text]),
    length,
    Buffer.from(value),
  ]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
