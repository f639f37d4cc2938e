import { isIP } from 'node:net';
import { isLoopbackAddress } from './public-address.js';

export type PageAddress =
  | { readonly kind: 'address'; readonly url: URL }
  /** `why` tells the model what to change. */
  | { readonly kind: 'refused'; readonly why: string };

const MOST_URL_LENGTH = 2_000;

/** Reads what a model or a server gave as the address of a page, relative to `base` when there is one. */
export function pageAddress(text: string, base?: URL): PageAddress {
  if (text.length > MOST_URL_LENGTH) return refused(`the URL has more than ${MOST_URL_LENGTH} characters`);
  if (!URL.canParse(text, base?.href)) {
    return refused('the URL cannot be read: give a whole one, such as https://example.com/page');
  }
  const url = new URL(text, base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refused(`only http and https are fetched, not ${url.protocol.slice(0, -1)}`);
  }
  if (url.username !== '' || url.password !== '') return refused('the URL carries a user name or password');
  url.hash = '';
  // Servers on this host are started without certificates: there, and only there, http stays what it is.
  if (url.protocol === 'http:' && !isThisHost(hostOf(url))) url.protocol = 'https:';
  return { kind: 'address', url };
}

/** The host without the brackets of an IPv6 address and without the dot that may end a name. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** True when both are served by the same site: scheme, host and port. */
export function isSameSite(a: URL, b: URL): boolean {
  return a.protocol === b.protocol && hostOf(a) === hostOf(b) && a.port === b.port;
}

function isThisHost(host: string): boolean {
  if (isIP(host) !== 0) return isLoopbackAddress(host);
  return host === 'localhost' || host.endsWith('.localhost');
}

function refused(why: string): PageAddress {
  return { kind: 'refused', why };
}
