// Texts inside URLs: percent-encoding and hosts. Source: https://url.spec.whatwg.org, sections 1.3 and 3.5.
// One difference: domain names in other scripts are lower-cased, normalized and written in Punycode, without the tables of UTS 46.

/** Characters that are encoded besides controls and everything above U+007E. */
const ENCODED_IN = {
  opaque: '',
  fragment: ' "<>`',
  query: ' "#<>',
  specialQuery: ' "#<>\'',
  path: ' "#<>?^`{}',
  userInfo: ' "#<>?^`{}/:;=@[\\]|',
};
const FORBIDDEN_IN_HOST = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_DOMAIN = /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;

function percentEncode(text, set) {
  const encoded = ENCODED_IN[set];
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0);
    result += code <= 0x1f || code > 0x7e || encoded.includes(character) ? percents(character) : character;
  }
  return result;
}

function percents(character) {
  return utf8(character)
    .map((byte) => `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`)
    .join('');
}

/** Bytes that are no UTF-8 become U+FFFD, as a lenient decoder has it. */
function percentDecode(text) {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%([0-7][0-9a-fA-F])|%[0-9a-fA-F]{2}/g, (_, ascii) =>
        ascii ? String.fromCharCode(Number.parseInt(ascii, 16)) : '\ufffd',
      );
    }
  });
}

/** A host as it is written in a URL; null when it is none. */
function parseHost(text, special) {
  if (text.startsWith('[')) {
    const pieces = text.endsWith(']') ? parseIPv6(text.slice(1, -1)) : null;
    return pieces && `[${serializeIPv6(pieces)}]`;
  }
  if (!special) return FORBIDDEN_IN_HOST.test(text) ? null : percentEncode(text, 'opaque');
  const domain = asciiDomain(percentDecode(text));
  if (domain === '' || FORBIDDEN_IN_DOMAIN.test(domain)) return null;
  const labels = domain.split('.');
  if (labels.at(-1) === '' && labels.length > 1) labels.pop();
  const last = labels.at(-1);
  return /^\d+$/.test(last) || /^0x[0-9a-f]*$/.test(last) ? parseIPv4(labels) : domain;
}

function asciiDomain(domain) {
  const name = domain
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(/\u00ad/g, '');
  return name
    .split('.')
    .map((label) => (/[^\0-\x7f]/.test(label) ? `xn--${punycode(label)}` : label))
    .join('.');
}

/** Source: RFC 3492, section 6.3. */
function punycode(label) {
  const codes = Array.from(label, (character) => character.codePointAt(0));
  const plain = codes.filter((code) => code < 0x80);
  let output = plain.length > 0 ? `${String.fromCharCode(...plain)}-` : '';
  let handled = plain.length;
  let [code, delta, bias] = [0x80, 0, 72];
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((each) => each >= code));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const each of codes) {
      if (each < code) delta++;
      if (each !== code) continue;
      let rest = delta;
      for (let k = 36; ; k += 36) {
        const threshold = Math.min(Math.max(k - bias, 1), 26);
        if (rest < threshold) break;
        output += punycodeDigit(threshold + ((rest - threshold) % (36 - threshold)));
        rest = Math.floor((rest - threshold) / (36 - threshold));
      }
      output += punycodeDigit(rest);
      bias = punycodeBias(delta, handled + 1, handled === plain.length);
      delta = 0;
      handled++;
    }
    delta++;
    code++;
  }
  return output;
}

function punycodeDigit(value) {
  return String.fromCharCode(value < 26 ? value + 97 : value + 22);
}

function punycodeBias(delta, count, first) {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}

function parseIPv4(labels) {
  if (labels.length > 4) return null;
  const numbers = labels.map((label) => {
    if (/^0x[0-9a-f]*$/.test(label)) return label === '0x' ? 0 : Number.parseInt(label, 16);
    if (/^0[0-7]+$/.test(label)) return Number.parseInt(label, 8);
    return /^(?:0|[1-9]\d*)$/.test(label) ? Number(label) : Number.NaN;
  });
  const last = numbers.pop();
  if (numbers.some((number) => !(number <= 255)) || !(last < 256 ** (4 - numbers.length))) return null;
  const address = numbers.reduce((sum, number, i) => sum + number * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Eight pieces of 16 bits; null when the text is no address. */
function parseIPv6(text) {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [left, right] = halves.map((half, i) => ipv6Pieces(half, i === halves.length - 1));
  if (!left || (halves.length === 2 && !right)) return null;
  if (halves.length === 1) return left.length === 8 ? left : null;
  const missing = 8 - left.length - right.length;
  return missing < 1 ? null : [...left, ...new Array(missing).fill(0), ...right];
}

function ipv6Pieces(half, mayEndInIPv4) {
  if (half === '') return [];
  const parts = half.split(':');
  const pieces = [];
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) pieces.push(Number.parseInt(part, 16));
    else if (mayEndInIPv4 && i === parts.length - 1 && /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(part)) {
      const bytes = part.split('.').map(Number);
      if (bytes.some((byte) => byte > 255)) return null;
      pieces.push(bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]);
    } else return null;
  }
  return pieces;
}

/** The first longest run of two or more zero pieces is written `::`. */
function serializeIPv6(pieces) {
  const text = pieces.map((piece) => piece.toString(16)).join(':');
  const runs = [...text.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const longest = runs.reduce((best, run) => (run[0].length > (best?.[0].length ?? 0) ? run : best), undefined);
  if (!longest) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  return `${before}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}
