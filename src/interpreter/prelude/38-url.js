// URL and URLSearchParams. Source: https://url.spec.whatwg.org, sections 5 and 6.

class URLSearchParams {
  #pairs = [];
  #changed = () => {};

  constructor(init = '') {
    if (typeof init === 'object' && init !== null) this.#pairs = pairsOf(init);
    else this.#pairs = parseForm(String(init).replace(/^\?/, ''));
  }

  /** The parameters of a URL: `changed` hears of each change with the new query. */
  static of(query, changed) {
    const parameters = new URLSearchParams();
    parameters.#pairs = parseForm(query);
    parameters.#changed = changed;
    return parameters;
  }

  static replace(parameters, query) {
    parameters.#pairs = parseForm(query);
  }

  get size() {
    return this.#pairs.length;
  }

  append(name, value) {
    this.#pairs.push([wellFormed(name), wellFormed(value)]);
    this.#changed(this.toString());
  }

  delete(name, value = undefined) {
    this.#pairs = this.#pairs.filter((pair) => !matches(pair, name, value));
    this.#changed(this.toString());
  }

  get(name) {
    return this.#pairs.find((pair) => matches(pair, name))?.[1] ?? null;
  }

  getAll(name) {
    return this.#pairs.filter((pair) => matches(pair, name)).map(([, value]) => value);
  }

  has(name, value = undefined) {
    return this.#pairs.some((pair) => matches(pair, name, value));
  }

  set(name, value) {
    const found = this.#pairs.find((pair) => matches(pair, name));
    if (!found) return this.append(name, value);
    found[1] = wellFormed(value);
    this.#pairs = this.#pairs.filter((pair) => pair === found || !matches(pair, name));
    this.#changed(this.toString());
  }

  sort() {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed(this.toString());
  }

  forEach(callback, self = undefined) {
    for (const [name, value] of this) Reflect.apply(callback, self, [value, name, this]);
  }

  *entries() {
    for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]];
  }

  *keys() {
    for (const [name] of this.entries()) yield name;
  }

  *values() {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  toString() {
    return this.#pairs.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`).join('&');
  }

  get [Symbol.toStringTag]() {
    return 'URLSearchParams';
  }
}
const { of: parametersOf, replace: replaceParameters } = URLSearchParams;
delete URLSearchParams.of;
delete URLSearchParams.replace;

class URL {
  #url;
  #parameters;

  constructor(input, base = undefined) {
    this.#url = parseUrl(wellFormed(input), base === undefined ? undefined : parseUrl(wellFormed(base), undefined));
    this.#parameters = parametersOf(this.#url.query ?? '', (query) => {
      this.#url.query = query === '' ? null : query;
    });
  }

  static canParse(input, base = undefined) {
    return URL.parse(input, base) !== null;
  }

  static parse(input, base = undefined) {
    try {
      return new URL(input, base);
    } catch {
      return null;
    }
  }

  get href() {
    return serializeUrl(this.#url);
  }

  set href(value) {
    this.#url = parseUrl(wellFormed(value), undefined);
    replaceParameters(this.#parameters, this.#url.query ?? '');
  }

  get origin() {
    if (this.#url.scheme === 'blob') return URL.parse(pathOf(this.#url))?.origin ?? 'null';
    return isSpecial(this.#url) && this.#url.scheme !== 'file' ? `${this.#url.scheme}://${hostOf(this.#url)}` : 'null';
  }

  get protocol() {
    return `${this.#url.scheme}:`;
  }

  set protocol(value) {
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*)(?::|$)/.exec(value)?.[1].toLowerCase();
    if (scheme === undefined || isSpecial({ scheme }) !== isSpecial(this.#url)) return;
    const { user, password, port, host } = this.#url;
    if (scheme === 'file' ? user + password + port !== '' : this.#url.scheme === 'file' && host === '') return;
    this.#url.scheme = scheme;
    setPort(this.#url, port);
  }

  get username() {
    return this.#url.user;
  }

  set username(value) {
    if (this.#hasAuthority()) this.#url.user = percentEncode(wellFormed(value), 'userInfo');
  }

  get password() {
    return this.#url.password;
  }

  set password(value) {
    if (this.#hasAuthority()) this.#url.password = percentEncode(wellFormed(value), 'userInfo');
  }

  get host() {
    return hostOf(this.#url);
  }

  set host(value) {
    const [, host, port] = /^((?:\[[^\]]*\]|[^:/?#\\])*)(?::(\d*))?/.exec(wellFormed(value));
    if (this.#setHost(host) && port) setPort(this.#url, port);
  }

  get hostname() {
    return this.#url.host ?? '';
  }

  set hostname(value) {
    this.#setHost(/^(?:\[[^\]]*\]|[^:/?#\\])*/.exec(wellFormed(value))[0]);
  }

  get port() {
    return this.#url.port;
  }

  set port(value) {
    const text = wellFormed(value);
    if (this.#hasAuthority() && (text === '' || /^\d/.test(text))) setPort(this.#url, /^\d*/.exec(text)[0]);
  }

  get pathname() {
    return pathOf(this.#url);
  }

  set pathname(value) {
    if (!Array.isArray(this.#url.path)) return;
    const text = wellFormed(value).replace(/[\t\n\r]/g, '');
    this.#url.path = [];
    setPath(this.#url, isSpecial(this.#url) ? text.replaceAll('\\', '/') : text);
  }

  get search() {
    return this.#url.query ? `?${this.#url.query}` : '';
  }

  set search(value) {
    const text = wellFormed(value).replace(/^\?/, '');
    this.#url.query = null;
    if (text !== '') setQuery(this.#url, text);
    replaceParameters(this.#parameters, this.#url.query ?? '');
  }

  get searchParams() {
    return this.#parameters;
  }

  get hash() {
    return this.#url.fragment ? `#${this.#url.fragment}` : '';
  }

  set hash(value) {
    const text = wellFormed(value).replace(/^#/, '');
    this.#url.fragment = text === '' ? null : percentEncode(text, 'fragment');
  }

  toString() {
    return this.href;
  }

  toJSON() {
    return this.href;
  }

  get [Symbol.toStringTag]() {
    return 'URL';
  }

  #hasAuthority() {
    return Boolean(this.#url.host) && this.#url.scheme !== 'file';
  }

  #setHost(text) {
    if (!Array.isArray(this.#url.path) || (text === '' && isSpecial(this.#url))) return false;
    const host = text === '' ? '' : parseHost(text, isSpecial(this.#url));
    if (host === null) return false;
    this.#url.host = host;
    return true;
  }
}

provide(globalThis, 'URL', URL);
provide(globalThis, 'URLSearchParams', URLSearchParams);

function pairsOf(init) {
  if (typeof init[Symbol.iterator] !== 'function') return Object.entries(init).map((pair) => pair.map(wellFormed));
  return Array.from(init, (item) => {
    const pair = Array.from(item, wellFormed);
    if (pair.length !== 2) throw new TypeError('each query pair must be an iterable [name, value]');
    return pair;
  });
}

function matches([name, value], wantedName, wantedValue = undefined) {
  return name === String(wantedName) && (wantedValue === undefined || value === String(wantedValue));
}

/** Half surrogate pairs become U+FFFD, as in every text a URL is made of. */
function wellFormed(value) {
  return String(value).toWellFormed();
}

function parseForm(text) {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.includes('=') ? part.indexOf('=') : part.length;
      return [part.slice(0, at), part.slice(at + 1)].map((half) => percentDecode(half.replaceAll('+', ' ')));
    });
}

function formEncode(text) {
  return encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, percents);
}
