// structuredClone: a deep copy that refuses what has no copy. Transfer lists are accepted and copied: nothing here is shared.

function structuredClone(value, _options = undefined) {
  if (arguments.length === 0) throw new TypeError('structuredClone takes a value');
  refuseUncloneable(value, new Set());
  return clone(value);
}

const uncloneable = [Promise, WeakMap, WeakSet, Iterator];

function refuseUncloneable(value, seen) {
  if (typeof value === 'function' || typeof value === 'symbol') throw cloneRefusal(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (uncloneable.some((type) => value instanceof type)) throw cloneRefusal(value);
  seen.add(value);
  if (has(mapSize, value)) {
    mapForEach.call(value, (item, key) => {
      refuseUncloneable(key, seen);
      refuseUncloneable(item, seen);
    });
  } else if (has(setSize, value)) setForEach.call(value, (item) => refuseUncloneable(item, seen));
  else for (const key of Object.keys(value)) refuseUncloneable(value[key], seen);
}

function cloneRefusal(value) {
  const kind = typeof value === 'object' ? objectToString.call(value) : `a ${typeof value}`;
  const error = new Error(`${kind} could not be cloned`);
  define(error, 'name', 'DataCloneError');
  return error;
}
