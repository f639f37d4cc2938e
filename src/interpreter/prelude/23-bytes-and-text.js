// Bytes as hex, base64 and UTF-8. Sources: https://tc39.es/proposal-arraybuffer-base64/, https://encoding.spec.whatwg.org/#interface-textencoder

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
).get;
const PLAIN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const ALPHABETS = { base64: PLAIN_ALPHABET, base64url: `${PLAIN_ALPHABET.slice(0, 62)}-_` };
const LAST_CHUNKS = ['loose', 'strict', 'stop-before-partial'];

defineMethods(Uint8Array.prototype, {
  toHex() {
    let text = '';
    for (const byte of requireBytes(this)) text += (byte < 16 ? '0' : '') + byte.toString(16);
    return text;
  },
  toBase64(options = undefined) {
    const alphabet = alphabetOf(options);
    const bytes = requireBytes(this);
    let text = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      text += alphabet[word >> 18] + alphabet[(word >> 12) & 63] + alphabet[(word >> 6) & 63] + alphabet[word & 63];
    }
    const padding = (3 - (bytes.length % 3)) % 3;
    const kept = text.slice(0, text.length - padding);
    return options?.omitPadding ? kept : kept + '='.repeat(padding);
  },
});

defineMethods(Uint8Array, {
  fromHex(text) {
    if (typeof text !== 'string') throw new TypeError('Uint8Array.fromHex takes a string');
    if (text.length % 2 === 1 || /[^0-9a-fA-F]/.test(text))
      throw new SyntaxError('the text is not pairs of hex digits');
    const bytes = new Uint8Array(text.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
    return bytes;
  },
  fromBase64(text, options = undefined) {
    if (typeof text !== 'string') throw new TypeError('Uint8Array.fromBase64 takes a string');
    const alphabet = alphabetOf(options);
    const lastChunk = options?.lastChunkHandling ?? 'loose';
    if (!LAST_CHUNKS.includes(lastChunk)) throw new TypeError(`lastChunkHandling is one of ${LAST_CHUNKS.join(', ')}`);
    return decodeBase64(text.replace(/[\t\n\f\r ]/g, ''), alphabet, lastChunk);
  },
});

function decodeBase64(text, alphabet, lastChunk) {
  const padding = /=*$/.exec(text)[0].length;
  const digits = padding === 0 ? text : text.slice(0, -padding);
  const over = digits.length % 4;
  const whole = digits.length - over;
  const padded = padding > 0 && (over + padding === 4 || (lastChunk === 'stop-before-partial' && over + padding < 4));
  if (padding > 0 && (over < 2 || !padded)) throw new SyntaxError('the padding of the base64 text is wrong');
  if (over === 1 && lastChunk !== 'stop-before-partial') throw new SyntaxError('the base64 text is cut');
  if (over > 0 && padding === 0 && lastChunk === 'strict') throw new SyntaxError('the base64 text lacks its padding');
  const partial = over > 0 && (padding + over === 4 || lastChunk === 'loose');
  const used = partial ? digits : digits.slice(0, whole);
  const bytes = new Uint8Array(Math.floor((used.length * 3) / 4));
  for (let i = 0, at = 0; i < used.length; i += 4) {
    let word = 0;
    for (let j = i; j < i + 4; j++) word = (word << 6) | (j < used.length ? valueOfDigit(alphabet, used[j]) : 0);
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = word >> shift;
    const unused = at === bytes.length && used.length % 4 > 0 ? word & ((1 << (8 * (4 - (used.length % 4)))) - 1) : 0;
    if (unused !== 0 && lastChunk === 'strict') throw new SyntaxError('the base64 text ends in bits that mean nothing');
  }
  return bytes;
}

function valueOfDigit(alphabet, digit) {
  const value = alphabet.indexOf(digit);
  if (value < 0) throw new SyntaxError(`${stringify(digit)} is not a base64 digit`);
  return value;
}

function alphabetOf(options) {
  const name = options?.alphabet ?? 'base64';
  if (!Object.hasOwn(ALPHABETS, name)) throw new TypeError('alphabet is base64 or base64url');
  return ALPHABETS[name];
}

function requireBytes(value) {
  if (Reflect.apply(typedArrayTag, value, []) !== 'Uint8Array') throw new TypeError('this is not a Uint8Array');
  return value;
}

class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(text = '') {
    return new Uint8Array(utf8(String(text)));
  }

  encodeInto(text, into) {
    const source = String(text);
    const target = requireBytes(into);
    let read = 0;
    let written = 0;
    for (const character of source) {
      const bytes = utf8(character);
      if (written + bytes.length > target.length) break;
      for (const byte of bytes) target[written++] = byte;
      read += character.length;
    }
    return { read, written };
  }

  get [Symbol.toStringTag]() {
    return 'TextEncoder';
  }
}
provide(globalThis, 'TextEncoder', TextEncoder);

/** The bytes of a text; half a surrogate pair becomes U+FFFD. */
function utf8(text) {
  const bytes = [];
  for (const character of text) {
    let code = character.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

function defineMethods(holder, methods) {
  for (const [name, method] of Object.entries(methods)) define(holder, name, method);
}
