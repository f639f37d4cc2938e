// URLs as records. Source: https://url.spec.whatwg.org, section 4. A path is a list of segments, or text where it is opaque.

const DEFAULT_PORTS = { http: '80', https: '443', ws: '80', wss: '443', ftp: '21', file: '' };

const isSpecial = (url) => Object.hasOwn(DEFAULT_PORTS, url.scheme);
const invalidUrl = (input) => new TypeError(`Invalid URL: ${input}`);
const isDriveLetter = (segment) => /^[a-zA-Z][:|]$/.test(segment);

/** The record of a URL text, against a base record where it is relative. Throws TypeError. */
function parseUrl(input, base) {
  const text = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  const [, beforeHash, hash] = /^([^#]*)(?:#([^]*))?$/.exec(text);
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(beforeHash)?.[1].toLowerCase();
  const url = {
    scheme: scheme ?? base?.scheme,
    user: '',
    password: '',
    host: null,
    port: '',
    path: [],
    query: null,
    fragment: null,
  };
  if (hash !== undefined) url.fragment = percentEncode(hash, 'fragment');
  if (url.scheme === undefined) throw invalidUrl(input);
  const rest = scheme === undefined ? beforeHash : beforeHash.slice(scheme.length + 1);
  if (!parseRest(url, rest, scheme, base)) throw invalidUrl(input);
  return url;
}

/** What follows the scheme. False when it is not valid. */
function parseRest(url, rest, scheme, base) {
  if (!isSpecial(url)) return parseOther(url, rest, scheme, base);
  const text = rest.replace(/^[^?]*/, (path) => path.replaceAll('\\', '/'));
  if (url.scheme === 'file') return parseFile(url, text, base?.scheme === 'file' ? base : undefined);
  if (text.startsWith('//') || !base || base.scheme !== url.scheme)
    return parseAuthority(url, text.replace(/^\/*/, ''));
  return parseRelative(url, text, base);
}

function parseOther(url, text, scheme, base) {
  if (scheme === undefined && !Array.isArray(base.path)) {
    Object.assign(url, { path: base.path, query: base.query });
    return text === '';
  }
  if (text.startsWith('//')) return parseAuthority(url, text.slice(2));
  if (scheme === undefined) return parseRelative(url, text, base);
  if (text.startsWith('/')) return parsePathAndQuery(url, text);
  const [path, query] = splitQuery(text);
  url.path = percentEncode(path, 'opaque').replace(/ $/, '%20');
  setQuery(url, query);
  return true;
}

function parseFile(url, text, base) {
  url.host = '';
  if (text.startsWith('//')) {
    const [, authority, rest] = /^\/\/([^/?]*)([^]*)$/.exec(text);
    if (isDriveLetter(authority)) return parsePathAndQuery(url, `/${authority}${rest}`);
    const host = authority === '' ? '' : parseHost(authority, true);
    if (host === null) return false;
    url.host = host === 'localhost' ? '' : host;
    return parsePathAndQuery(url, rest);
  }
  if (!base) return parsePathAndQuery(url, text);
  url.host = base.host;
  if (text.startsWith('/')) {
    if (isDriveLetter(base.path[0] ?? '') && !isDriveLetter(text.slice(1, 3))) url.path = [base.path[0]];
    return parsePathAndQuery(url, text);
  }
  return /^[a-zA-Z][:|](?:[/?]|$)/.test(text) ? parsePathAndQuery(url, text) : parseRelative(url, text, base);
}

function parseRelative(url, text, base) {
  const { user, password, host, port } = base;
  Object.assign(url, { user, password, host, port });
  if (text.startsWith('/')) return parsePathAndQuery(url, text);
  const [path, query] = splitQuery(text);
  url.path = [...base.path];
  if (path === '') {
    url.query = base.query;
    if (query !== undefined) setQuery(url, query);
    return true;
  }
  if (!(url.scheme === 'file' && url.path.length === 1 && isDriveLetter(url.path[0]))) url.path.pop();
  return parsePathAndQuery(url, text);
}

function parseAuthority(url, text) {
  const [, authority, rest] = /^([^/?]*)([^]*)$/.exec(text);
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const [, user, password] = /^([^:]*)(?::([^]*))?$/.exec(authority.slice(0, at));
    url.user = percentEncode(user, 'userInfo');
    url.password = percentEncode(password ?? '', 'userInfo');
  }
  const [, hostText, port] = /^((?:\[[^\]]*\]|[^:])*)(?::([^]*))?$/.exec(authority.slice(at + 1)) ?? [];
  if (hostText === undefined || (hostText === '' && (isSpecial(url) || at >= 0 || port !== undefined))) return false;
  url.host = hostText === '' ? '' : parseHost(hostText, isSpecial(url));
  return url.host !== null && setPort(url, port ?? '') && parsePathAndQuery(url, rest);
}

/** Decimal digits up to 65535; the scheme's own port is not written. */
function setPort(url, text) {
  if (!/^\d*$/.test(text) || Number(text) > 65_535) return false;
  const port = text === '' ? '' : String(Number(text));
  url.port = port === DEFAULT_PORTS[url.scheme] ? '' : port;
  return true;
}

function parsePathAndQuery(url, text) {
  const [path, query] = splitQuery(text);
  setPath(url, path);
  setQuery(url, query);
  return true;
}

/** Adds the segments of `text` to the path there is, resolving `.` and `..`. */
function setPath(url, text) {
  if (text === '' && !isSpecial(url)) return;
  const segments = text.replace(/^\//, '').split('/');
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1;
    const dots = segment.replace(/%2e/gi, '.');
    if (dots === '..') {
      if (!(url.scheme === 'file' && url.path.length === 1 && isDriveLetter(url.path[0]))) url.path.pop();
      if (last) url.path.push('');
    } else if (dots === '.') {
      if (last) url.path.push('');
    } else if (url.scheme === 'file' && url.path.length === 0 && isDriveLetter(segment)) {
      url.path.push(`${segment[0]}:`);
    } else {
      url.path.push(percentEncode(segment, 'path'));
    }
  }
}

function setQuery(url, text) {
  if (text !== undefined) url.query = percentEncode(text, isSpecial(url) ? 'specialQuery' : 'query');
}

function splitQuery(text) {
  const at = text.indexOf('?');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function pathOf(url) {
  return Array.isArray(url.path) ? url.path.map((segment) => `/${segment}`).join('') : url.path;
}

function hostOf(url) {
  return url.host === null ? '' : url.port === '' ? url.host : `${url.host}:${url.port}`;
}

function serializeUrl(url) {
  let text = `${url.scheme}:`;
  if (url.host !== null) {
    const secret = url.password === '' ? '' : `:${url.password}`;
    text += `//${url.user === '' && secret === '' ? '' : `${url.user}${secret}@`}${hostOf(url)}`;
  } else if (Array.isArray(url.path) && url.path.length > 1 && url.path[0] === '') text += '/.';
  text += pathOf(url);
  if (url.query !== null) text += `?${url.query}`;
  return url.fragment === null ? text : `${text}#${url.fragment}`;
}
