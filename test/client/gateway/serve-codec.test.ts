import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { serveCodec } from '../../../src/client/gateway/serve-codec.js';
import { createRemoteCodec, type JsonPayload } from '../../../src/storage/remote-codec.js';
import { openStorage } from '../../../src/storage/storage.js';
import { tempFolder } from '../../support/temp-folder.js';

const UI_PORT = 8233;
const UI = `http://localhost:${UI_PORT}`;
const KEY = Buffer.alloc(32, 1).toString('base64');
const big = 'a big value '.repeat(1_000);

let folder: string;
let port: number;
let stop: () => void;

beforeAll(async () => {
  folder = await tempFolder();
  const codec = createRemoteCodec(openStorage(folder, { LONGHAUL_ENCRYPTION_KEY: KEY }));
  const server = await serveCodec({ port: 0, uiPort: UI_PORT }, codec);
  port = (server.address() as AddressInfo).port;
  stop = () => server.close();
});
afterAll(() => stop());

describe('the codec endpoint', () => {
  it('encrypts and off-loads as a client would, and shows it again', async () => {
    const encoded = await payloads('/encode', [json('small'), json(big)]);
    expect(metadataOf(encoded)).toEqual(['binary/encrypted', 'json/protobuf']);
    expect((await payloads('/decode', encoded)).map(valueOf)).toEqual(['small', big]);
    expect((await payloads('/download', encoded.slice(1))).map(valueOf)).toEqual([big]);
  });

  it('keeps references when it is asked to, as the Web UI does, but those to what can be shown at once', async () => {
    const long = big.repeat(25);
    const encoded = await payloads('/encode', [json('small'), json(big), json(long)]);
    const decoded = await payloads('/decode?preserveStorageRefs=true', encoded);
    expect(metadataOf(decoded)).toEqual(['json/plain', 'json/plain', 'json/protobuf']);
    expect(valueOf(decoded[1])).toBe(big);
    expect(decoded[2]).toEqual(encoded[2]);
    expect((await payloads('/download?preserveStorageRefs=true', decoded.slice(2))).map(valueOf)).toEqual([long]);
  });

  it('shows the rest when one value cannot be read', async () => {
    const encoded = await payloads('/encode', [json('small'), json(big)]);
    await rm(folder, { recursive: true });
    const decoded = await payloads('/decode', encoded);
    expect([valueOf(decoded[0]), decoded[1]]).toEqual(['small', encoded[1]]);
    expect(await ask('/download', { body: { payloads: encoded.slice(1) } })).toMatchObject({
      status: 500,
      body: { message: expect.stringMatching(/^stored value .* is missing/) },
    });
  });

  it.each([
    ['a page from elsewhere', { origin: 'https://elsewhere.example' }],
    ['another port of this machine', { origin: 'http://localhost:3000' }],
    ['a page without a name', { origin: 'null' }],
    ['a name that was pointed here', { host: `elsewhere.example:${UI_PORT}` }],
  ])('refuses %s, and lets no browser read why', async (_what, headers) => {
    const reply = await ask('/decode', { headers, body: { payloads: [] } });
    expect(reply.status).toBe(403);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    expect((await ask('/decode', { method: 'OPTIONS', headers })).status).toBe(403);
  });

  it('gives the Web UI leave, and nobody else', async () => {
    const { status, headers } = await ask('/decode', { method: 'OPTIONS', headers: { origin: UI } });
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(UI);
    expect(headers['access-control-allow-headers']).toContain('x-namespace');
  });

  it.each([
    ['text instead of JSON', '/decode', { headers: { 'content-type': 'text/plain' } }, 405],
    ['a question that is no JSON', '/decode', { text: '{' }, 400],
    ['what is no payload', '/decode', { text: '{"payloads":[3]}' }, 400],
    ['a value where a reference must be', '/download', { body: { payloads: [json('small')] } }, 400],
    ['another path', '/secrets', { body: { payloads: [] } }, 404],
    ['a look', '/decode', { method: 'GET' }, 405],
  ])('refuses %s', async (_what, path, question, status) => {
    expect((await ask(path, question)).status).toBe(status);
  });
});

interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Not by `fetch`, which lets nobody choose the host's name. */
function ask(path: string, { method = 'POST', headers = {}, body, text }: Question): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const type = { 'content-type': 'application/json', origin: UI };
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { ...type, ...headers } },
      (reply) => {
        let received = '';
        reply.on('data', (chunk) => (received += chunk));
        reply.on('end', () =>
          resolve({
            status: reply.statusCode,
            headers: reply.headers,
            body: received === '' ? null : JSON.parse(received),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(text ?? (body === undefined ? '' : JSON.stringify(body)));
  });
}

async function payloads(path: string, given: readonly JsonPayload[]): Promise<readonly JsonPayload[]> {
  const { status, body } = await ask(path, { body: { payloads: given } });
  expect(status).toBe(200);
  return (body as { payloads: readonly JsonPayload[] }).payloads;
}

/** As Temporal's tools write a payload. */
function json(value: unknown): JsonPayload {
  const { metadata, data }: Payload = defaultPayloadConverter.toPayload(value);
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, bytes]) => [name, base64(bytes)])),
    data: base64(data ?? new Uint8Array()),
  };
}

function valueOf(payload: JsonPayload | undefined): unknown {
  return JSON.parse(Buffer.from(String(payload?.data), 'base64').toString());
}

function metadataOf(given: readonly JsonPayload[]): readonly string[] {
  return given.map(({ metadata }) => Buffer.from((metadata as { encoding: string }).encoding, 'base64').toString());
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
