// Globals as they were before any script ran (P2).

const {
  Object,
  Array,
  Error,
  TypeError,
  RangeError,
  Promise,
  String,
  Number,
  Map,
  Set,
  Date,
  RegExp,
  Reflect,
  JSON,
  Symbol,
  Function,
  Math,
  Proxy,
  Iterator,
  WeakMap,
  WeakSet,
  ArrayBuffer,
  Uint8Array,
  SyntaxError,
  decodeURIComponent,
  encodeURIComponent,
} = globalThis;
const { parse, stringify } = JSON;
const { isArray } = Array;
const objectToString = Object.prototype.toString;

/** What a person reads when something was thrown: never throws itself (P3). */
function messageOf(thrown) {
  try {
    if (typeof thrown === 'object' && thrown !== null && typeof thrown.message === 'string') return thrown.message;
    return textOf(thrown);
  } catch {
    return 'a value that cannot be shown';
  }
}

/** A value as text, the way `log` and `console` show it: strings as they are, plain objects and lists as JSON. */
function textOf(value) {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Error.isError(value)) return String(value);
  if (!isArray(value) && value.toString !== objectToString) return String(value);
  return stringify(value) ?? String(value);
}
