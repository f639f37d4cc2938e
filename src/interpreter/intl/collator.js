// Intl.Collator and String.prototype.localeCompare: the order of the CLDR root for Latin, Greek and Cyrillic letters, digits and
// common signs; all else by code point. Compares letters first, then accents, then case. No language's own alphabet is known.

/** Signs in their order, before digits and letters. The first line can be ignored (`ignorePunctuation`). */
const PUNCTUATION = '\t\n\v\f\r \u00a0_-–—,;:!¡?¿.…\'‘’"“”«»()[]{}§¶@*/\\&#%‰†‡•';
const SYMBOLS = '`´¨^¯°©®+±÷×<=>|¦~¤¢$£¥€';
const FIRST_LETTER = 1_000;
const FIRST_DIGIT = 500;
const signs = new Map([...PUNCTUATION, ...SYMBOLS].map((sign, i) => [sign, i + 1]));
/** Letters that stand for others, with a sign of their own that counts like an accent. */
const SPELLED = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ħ: 'h', þ: 'th', ð: 'd', ı: 'i' };

const WEIGHTS = {
  base: [true, false, false],
  accent: [true, true, false],
  case: [true, false, true],
  variant: [true, true, true],
};

class Collator {
  #options;
  #compare;

  constructor(locales = undefined, options = undefined) {
    const [requested] = Intl.getCanonicalLocales(locales);
    const asked = options === undefined ? {} : Object(options);
    const extension = requested === undefined ? {} : new Intl.Locale(requested);
    this.#options = {
      locale: requested === undefined ? 'en-US' : new Intl.Locale(requested).baseName,
      usage: pick(asked, 'usage', ['sort', 'search'], 'sort'),
      sensitivity: pick(asked, 'sensitivity', Object.keys(WEIGHTS), 'variant'),
      ignorePunctuation: Boolean(asked.ignorePunctuation),
      collation: 'default',
      numeric: asked.numeric === undefined ? extension.numeric === true : Boolean(asked.numeric),
      caseFirst: pick(asked, 'caseFirst', ['upper', 'lower', 'false'], extension.caseFirst || 'false'),
    };
  }

  get compare() {
    return (this.#compare ??= (a, b) => compare(String(a), String(b), this.#options));
  }

  resolvedOptions() {
    return { ...this.#options };
  }

  static supportedLocalesOf(locales, options = undefined) {
    return Intl.NumberFormat.supportedLocalesOf(locales, options);
  }

  get [Symbol.toStringTag]() {
    return 'Intl.Collator';
  }
}

define(Intl, 'Collator', function (locales, options) {
  return new Collator(locales, options); // callable without `new`, as old code does
});
Intl.Collator.prototype = Collator.prototype;
define(Intl.Collator, 'name', 'Collator');
define(Collator.prototype, 'constructor', Intl.Collator);
define(Intl.Collator, 'supportedLocalesOf', Collator.supportedLocalesOf);

const usual = new Collator().compare;
define(String.prototype, 'localeCompare', function localeCompare(that, locales = undefined, options = undefined) {
  const compare = locales === undefined && options === undefined ? usual : new Collator(locales, options).compare;
  return compare(this, that);
});

function compare(a, b, options) {
  if (a === b) return 0;
  const [letters, accents, cases] = WEIGHTS[options.sensitivity];
  const left = keysOf(a, options);
  const right = keysOf(b, options);
  const first = options.caseFirst === 'upper' ? -1 : 1;
  return (
    (letters && difference(left.letters, right.letters)) ||
    (accents && difference(left.accents, right.accents)) ||
    (cases && first * difference(left.cases, right.cases)) ||
    0
  );
}

/** Three lists of numbers, compared one after the other. Accents of a letter follow it, so that both lists stay in step. */
function keysOf(text, { numeric, ignorePunctuation }) {
  const letters = [];
  const accents = [];
  const cases = [];
  const add = (letter, accent, upper) => {
    letters.push(letter);
    accents.push(accent);
    cases.push(upper);
  };
  const parts = text.normalize('NFD').match(numeric ? /\d+|[^]/gu : /[^]/gu) ?? [];
  for (const part of parts) {
    const lower = part.toLowerCase();
    const code = lower.codePointAt(0);
    if (/\p{Mn}/u.test(part)) {
      accents.push(code);
    } else if (code >= 48 && code <= 57) {
      const value = numeric ? part.replace(/^0+(?=\d)/, '') : part;
      add(FIRST_DIGIT + value.length, 0, 0);
      for (const digit of value) letters.push(FIRST_DIGIT + Number(digit));
    } else if (signs.has(part)) {
      const sign = signs.get(part);
      if (!(ignorePunctuation && sign <= PUNCTUATION.length)) add(sign, 0, 0);
    } else {
      const spelled = SPELLED[lower] ?? lower;
      for (const letter of spelled) add(FIRST_LETTER + letter.codePointAt(0), 0, part === lower ? 0 : 1);
      if (spelled !== lower) accents.push(code);
    }
  }
  return { letters, accents, cases };
}

function difference(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return Math.sign(a.length - b.length);
}

function pick(options, name, allowed, otherwise) {
  const value = options[name];
  if (value === undefined) return otherwise;
  if (!allowed.includes(String(value))) throw new RangeError(`${value} is not a value of ${name}`);
  return String(value);
}

function define(holder, key, value) {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: false, configurable: true });
}
