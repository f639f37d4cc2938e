// Array.fromAsync, which the engine lacks. Source: https://tc39.es/proposal-array-from-async/

provide(Array, 'fromAsync', async function (items, map = undefined, self = undefined) {
  if (map !== undefined && typeof map !== 'function')
    throw new TypeError('Array.fromAsync: the second argument is not a function');
  if (items === null || items === undefined) throw new TypeError(`Array.fromAsync: ${items} cannot be iterated`);
  const list = typeof this === 'function' ? new this() : [];
  const source = items[Symbol.asyncIterator] || items[Symbol.iterator] ? items : awaited(items);
  let length = 0;
  for await (const item of source) {
    const value = map === undefined ? item : await Reflect.apply(map, self, [item, length]);
    Object.defineProperty(list, length, { value, writable: true, enumerable: true, configurable: true });
    length++;
  }
  list.length = length;
  return list;
});

/** The items of an array-like, each read when the one before it has been dealt with. */
async function* awaited(items) {
  const length = Math.min(Math.max(Math.trunc(Number(items.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
  for (let i = 0; i < length; i++) yield await items[i];
}
