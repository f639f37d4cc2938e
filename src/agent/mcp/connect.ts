import {
  Client,
  type jsonSchemaValidator,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { packageVersion } from '../../config/package.js';
import { boundedFetch } from './bounded-fetch.js';
import { type ChildTransport, createChildTransport } from './child-transport.js';
import { expand, type Mask } from './expand.js';
import { isGone, wordsOf } from './failure-words.js';
import type { McpServer, McpTransport } from './mcp-config.js';
import { McpFailure } from './mcp-failure.js';
import { visibleText } from './visible-text.js';

/** Where a server is started, and with what. */
export interface Surroundings {
  /** Absolute path of the directory the server works in. */
  readonly workspace: string;
  /** The environment of the worker: variables of the configuration are looked up here. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Connected {
  readonly client: Client;
  /** Takes the values of variables out of what the server says. */
  readonly mask: Mask;
}

/** Milliseconds to start a server and shake hands with it. As in Claude Code. */
const CONNECT_MS = 30_000;

/** Starts a server, or reaches it. Rejects with McpFailure. `onClose` is called when the connection is gone. */
export async function connect(
  server: McpServer,
  { workspace, env }: Surroundings,
  onClose: () => void,
): Promise<Connected> {
  const { transport: filled, missing, mask } = expand(server.transport, env);
  // No capabilities: a server may ask nothing of the model or of a person.
  const client = new Client({ name: 'longhaul', version: packageVersion() }, { jsonSchemaValidator: TRUSTING });
  Object.assign(client, { onclose: onClose });
  let transport: Transport | ChildTransport | null = null;
  try {
    transport = transportOf(filled, workspace, env);
    await client.connect(transport, { timeout: CONNECT_MS });
    return { client, mask };
  } catch (error) {
    await transport?.close().catch(() => undefined); // it never was open
    const words = isGone(error) ? 'ended before it was ready' : wordsOf(error, CONNECT_MS);
    const unset = missing.length > 0 ? `. Not set: ${missing.join(', ')}` : '';
    throw new McpFailure(mask(words + complaintOf(transport) + unset));
  }
}

function transportOf(transport: McpTransport, workspace: string, env: Surroundings['env']): Transport | ChildTransport {
  if (transport.type === 'stdio') return createChildTransport({ ...transport, cwd: workspace, inherited: env });
  const url = urlOf(transport.url);
  const options = { fetch: boundedFetch, requestInit: { headers: { ...transport.headers } } };
  return transport.type === 'sse'
    ? new SSEClientTransport(url, options)
    : new StreamableHTTPClientTransport(url, options);
}

function urlOf(text: string): URL {
  if (!URL.canParse(text)) throw new McpFailure('has a URL that cannot be read');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new McpFailure('has a URL that is not http or https');
  return url;
}

function complaintOf(transport: Transport | ChildTransport | null): string {
  const complaint =
    transport !== null && 'complaint' in transport ? visibleText(transport.complaint()).replace(/\s+/g, ' ') : '';
  return complaint === '' ? '' : `. It said: ${complaint}`;
}

/** What a server says of its own results is not checked: its schemas could take for ever to apply. */
const TRUSTING: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};
