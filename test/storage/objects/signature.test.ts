import { afterAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseS3Place } from '../../../src/storage/objects/s3-place.js';
import { openS3 } from '../../../src/storage/objects/s3-request.js';
import { isSigned, sha256, type SignedRequest } from '../../support/signature-v4.js';

/** Amazon's examples of signed requests to S3: the secret and the signatures are public. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const NOTHING = sha256('');

function example(method: string, url: string, headers: Record<string, string>, signature: string): SignedRequest {
  const all: Record<string, string> = {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-content-sha256': NOTHING,
    'x-amz-date': '20130524T000000Z',
    ...headers,
  };
  const names = Object.keys(all).toSorted().join(';');
  const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`;
  return { method, url, headers: { ...all, authorization } };
}

const EXAMPLES: readonly (readonly [string, SignedRequest])[] = [
  [
    'reading an object',
    example(
      'GET',
      '/test.txt',
      { range: 'bytes=0-9' },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
  ],
  [
    'putting an object',
    example(
      'PUT',
      '/test%24file.text',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ),
  ],
  [
    'a setting of a bucket',
    example('GET', '/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
  ],
  [
    'listing objects',
    example('GET', '/?max-keys=2&prefix=J', {}, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'),
  ],
];

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => void server.close());
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('signatures', () => {
  it.each(EXAMPLES)('are judged as Amazon does: %s', (_what, request) => {
    expect(isSigned(request, SECRET)).toBe(true);
    expect(isSigned(request, `${SECRET}x`)).toBe(false);
    expect(isSigned({ ...request, url: `${request.url}x` }, SECRET)).toBe(false);
    expect(isSigned({ ...request, headers: { ...request.headers, 'x-amz-acl': 'public-read' } }, SECRET)).toBe(false);
  });

  it.each([
    ['GET', 'some/prefix/blobs/ab/cd.~_-', undefined],
    ['PUT', 'runs/lh-a-1/journal/01.jsonl', 'content'],
    ['GET', '?continuation-token=1%2B%2F%3D%26%20%28x%29&delimiter=%2F&list-type=2&prefix=runs%2F', undefined],
  ] as const)('of ours are good: %s %s', async (method, path, content) => {
    const arrived = new Promise<IncomingMessage>((resolve) =>
      server.once('request', (request, response) => {
        response.end();
        resolve(request);
      }),
    );
    const place = parseS3Place(`s3://some-bucket?endpoint=${endpoint}&region=eu-central-1`, {});
    const ask = openS3(place, {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: SECRET,
      sessionToken: 'a token',
    });
    const body = content === undefined ? {} : { body: Buffer.from(content) };
    await ask({ method, path, shown: '', headers: { 'x-amz-content-sha256': sha256(content ?? '') }, ...body });

    const { url = '', headers } = await arrived;
    expect(headers.authorization).toContain('/eu-central-1/s3/aws4_request');
    expect(headers['x-amz-security-token']).toBe('a token');
    const request = { method, url, headers: headers as SignedRequest['headers'] };
    expect(isSigned(request, SECRET)).toBe(true);
    expect(isSigned(request, 'another')).toBe(false);
  });
});
