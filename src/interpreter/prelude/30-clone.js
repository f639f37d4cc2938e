// Deep copies into this realm, of values of this or another realm: what goes into and comes out of a nested workflow.

const TypedArray = Object.getPrototypeOf(Uint8Array);
const typedArrayName = Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get;
const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
const regExpSource = Object.getOwnPropertyDescriptor(RegExp.prototype, 'source').get;
const bufferLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
const { getTime } = Date.prototype;
const { forEach: mapForEach } = Map.prototype;
const { forEach: setForEach } = Set.prototype;
const { slice: bufferSlice } = ArrayBuffer.prototype;
const typedArrays = new Map(
  [
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
    'BigInt64Array',
    'BigUint64Array',
    'Float16Array',
    'Float32Array',
    'Float64Array',
  ].map((name) => [name, globalThis[name]]),
);

/** Error types a copy keeps; any other becomes an Error with the name of the original. */
const errorTypes = new Map(
  ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'].map((name) => [
    name,
    globalThis[name],
  ]),
);

/** Copies by value, cycles kept; functions are handed on as they are, for they have no state of a realm. */
function clone(value, seen = new Map()) {
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const remember = (copy) => {
    seen.set(value, copy);
    return copy;
  };
  if (isArray(value)) {
    const copy = remember([]);
    copy.length = value.length;
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  }
  if (has(mapSize, value)) {
    const copy = remember(new Map());
    mapForEach.call(value, (item, key) => copy.set(clone(key, seen), clone(item, seen)));
    return copy;
  }
  if (has(setSize, value)) {
    const copy = remember(new Set());
    setForEach.call(value, (item) => copy.add(clone(item, seen)));
    return copy;
  }
  if (has(getTime, value)) return remember(new SafeDate(getTime.call(value)));
  if (Error.isError(value)) return remember(cloneError(value, seen));
  if (has(regExpSource, value) && objectToString.call(value) === '[object RegExp]') {
    return remember(new RegExp(regExpSource.call(value), value.flags));
  }
  if (has(bufferLength, value)) return remember(copyBuffer(value));
  const view = typedArrays.get(typedArrayName.call(value));
  if (view) return remember(new view(value));
  const copy = remember({});
  for (const key of Object.keys(value)) {
    Object.defineProperty(copy, key, {
      value: clone(value[key], seen),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}

function cloneError(error, seen) {
  const type = errorTypes.get(error.name) ?? Error;
  const copy = new type(String(error.message));
  seen.set(error, copy);
  for (const key of ['name', 'stack', 'cause', 'errors', ...Object.keys(error)]) {
    if (key in error && (key !== 'name' || copy.name !== error.name)) define(copy, key, clone(error[key], seen));
  }
  return copy;
}

/** Whether a built-in's getter or method accepts the value as one of its own kind, in whatever realm it was made. */
function has(method, value) {
  try {
    method.call(value);
    return true;
  } catch {
    return false;
  }
}

function copyBuffer(buffer) {
  const copy = new ArrayBuffer(bufferLength.call(buffer));
  new Uint8Array(copy).set(new Uint8Array(bufferSlice.call(buffer, 0)));
  return copy;
}
