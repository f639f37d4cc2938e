// One GET for a page that a model, or a server, named.
//
// P1  Only addresses that were checked are connected to: names are resolved here, and the connection is made to what
//     came out, so that a name cannot lead elsewhere the second time it is asked (DNS rebinding).
// P2  Nothing of ours goes along: no cookies, no credentials, no proxy or authentication of the environment.
// P3  What is kept is bounded, and counted after decompression.

import { lookup as lookUp } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { PassThrough, pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { packageVersion } from '../../../config/package.js';
import { hostOf } from './page-address.js';
import { isPublicAddress } from './public-address.js';

/** What WebFetch needs of the network: one request, redirects not followed. */
export type PageRequest = (url: URL, options: PageRequestOptions) => Promise<PageResponse>;

export interface PageRequestOptions {
  /** Whether this host may be reached at an address that is not one of the public internet. */
  readonly allowPrivate: (host: string) => boolean;
  readonly signal: AbortSignal;
}

export interface PageResponse {
  readonly status: number;
  /** As the server says it; empty where it does not. */
  readonly contentType: string;
  /** Where a redirect leads, as the server says it; null where there is none. */
  readonly location: string | null;
  /** True when the server is one of the public internet. */
  readonly isPublic: boolean;
  /** At most MOST_PAGE_BYTES. */
  readonly body: Uint8Array;
  /** True when there was more. */
  readonly cut: boolean;
}

/** The host is at an address that WebFetch does not reach unasked. */
export class PrivateAddressError extends Error {
  constructor(host: string) {
    super(`${host} is not on the public internet`);
    this.name = 'PrivateAddressError';
  }
}

const MOST_PAGE_BYTES = 10 * 1024 * 1024;

/** Rejects with PrivateAddressError, with what the network says, or for `signal`. */
export const requestPage: PageRequest = async (url, { allowPrivate, signal }) => {
  const host = hostOf(url);
  const isAllowed = (address: string): boolean => isPublicAddress(address) || allowPrivate(host);
  // A literal address is connected to without being looked up (P1).
  if (isIP(host) !== 0 && !isAllowed(host)) throw new PrivateAddressError(host);

  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const { get } = url.protocol === 'https:' ? https : http;
    get(url, { agent: false, headers: headers(), lookup: checkedLookup(isAllowed), signal }, resolve).on(
      'error',
      reject,
    );
  });
  const status = response.statusCode ?? 0;
  const location = REDIRECTS.has(status) ? (response.headers.location ?? null) : null;
  const isPublic = isPublicAddress(response.socket.remoteAddress ?? '');
  const { body, cut } = location === null ? await bodyOf(response) : dropped(response);
  return { status, contentType: response.headers['content-type'] ?? '', location, isPublic, body, cut };
};

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function headers(): Record<string, string> {
  return {
    'user-agent': `Longhaul/${packageVersion()} (coding agent, on behalf of a user)`,
    accept: 'text/markdown, text/html;q=0.9, text/*;q=0.8, application/json;q=0.8, */*;q=0.1',
    'accept-encoding': 'gzip, deflate, br',
  };
}

/** Looks a name up and gives those of its addresses that are allowed (P1). */
function checkedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) return done(new PrivateAddressError(hostname), []);
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };
}

interface Body {
  readonly body: Uint8Array;
  readonly cut: boolean;
}

function dropped(response: IncomingMessage): Body {
  response.destroy();
  return { body: new Uint8Array(), cut: false };
}

async function bodyOf(response: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A failure on the way reaches the reader below.
  const plain = pipeline(response, decoder(response.headers['content-encoding']), () => undefined);
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_PAGE_BYTES) break;
  }
  response.destroy();
  return { body: Buffer.concat(chunks).subarray(0, MOST_PAGE_BYTES), cut: size > MOST_PAGE_BYTES };
}

function decoder(encoding: string | undefined): Transform {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return new PassThrough();
  }
}
