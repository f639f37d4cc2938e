import type { Rule } from './rule.js';

/** Documentation that anybody may be sent to without a question. */
const DOCUMENTATION = new Set([
  'code.claude.com',
  'developer.mozilla.org',
  'doc.rust-lang.org',
  'docs.python.org',
  'modelcontextprotocol.io',
  'react.dev',
]);

/** Hosts of which only one folder is documentation. */
const DOCUMENTATION_FOLDERS = [{ host: 'github.com', folder: '/anthropics/' }];

/** The URL when it is one of the web; null for all else. */
export function webUrl(text: unknown): URL | null {
  if (typeof text !== 'string' || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

export function isDocumentation(url: URL): boolean {
  const { username, password, port, hostname: host } = url;
  if (username !== '' || password !== '' || port !== '') return false;
  if (DOCUMENTATION.has(host)) return true;
  return DOCUMENTATION_FOLDERS.some((known) => known.host === host && url.pathname.startsWith(known.folder));
}

/** `domain:host`, where `*.host` covers any depth below the host and any other star stays within one label. */
export function coversHost(rule: Rule, url: URL): boolean {
  const domain = /^domain:(?<domain>[^/:\s]+)$/.exec(rule.specifier ?? '')?.groups?.domain?.toLowerCase();
  if (domain === undefined || domain.includes('**')) return false;
  if (domain === '*') return true;
  const below = domain.startsWith('*.');
  const labels = (below ? domain.slice(2) : domain).replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '[^.]*');
  return new RegExp(`^${below ? '.+\\.' : ''}${labels}$`).test(hostOf(url));
}

/** Whether a rule that cannot be read as `domain:host` speaks of the URL's host. */
export function mentionsHost(rule: Rule, url: URL): boolean {
  if (rule.specifier === null) return true;
  const host = hostOf(url);
  const named = /[\w*-]+(?:\.[\w*-]+)+/.exec(rule.specifier.toLowerCase())?.[0];
  return named !== undefined && (host === named || host.endsWith(`.${named.replace(/^[*.]+/, '')}`));
}

/** A final dot names the same host. */
function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/\.$/, '');
}
