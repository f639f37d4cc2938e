// Freezes every intrinsic, without the override mistake: assigning to a property that a frozen prototype has makes an own property,
// as people expect of `this.name = …` and `o.toString = …`. For that, data properties of prototypes become accessors.

/** By property: the same for all its holders. */
const setters = new Map();

for (const root of [
  ...Reflect.ownKeys(globalThis)
    .filter((key) => !['globalThis', 'args', 'undefined', 'NaN', 'Infinity'].includes(key))
    .map((key) => globalThis[key]),
  ...functionKinds,
  Object.getPrototypeOf([][Symbol.iterator]()),
  Object.getPrototypeOf(new Map()[Symbol.iterator]()),
  Object.getPrototypeOf(new Set()[Symbol.iterator]()),
  Object.getPrototypeOf(''[Symbol.iterator]()),
  Object.getPrototypeOf('x'.matchAll(/x/g)),
  Object.getPrototypeOf([].values().map((x) => x)),
  Object.getPrototypeOf(Iterator.from({ next() {} })),
  (async function* () {})().__proto__.__proto__.__proto__,
]) {
  freezeAll(root);
}

function freezeAll(root) {
  const queue = [root];
  while (queue.length > 0) {
    const value = queue.pop();
    if (
      (typeof value !== 'object' && typeof value !== 'function') ||
      value === null ||
      Object.isFrozen(value) ||
      value === globalThis
    )
      continue;
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      queue.push(descriptor.value, descriptor.get, descriptor.set);
      if (isPrototype(value) && typeof key === 'string' && descriptor.configurable && 'value' in descriptor)
        makeOverridable(value, key, descriptor);
    }
    queue.push(Object.getPrototypeOf(value));
    Object.freeze(value);
  }
}

function isPrototype(value) {
  return Object.hasOwn(value, 'constructor');
}

function makeOverridable(holder, key, { value, enumerable }) {
  if (!setters.has(key)) setters.set(key, setterOf(key));
  Object.defineProperty(holder, key, { get: () => value, set: setters.get(key), enumerable, configurable: false });
}

/** A method, since a function would have a prototype, which takes memory. */
function setterOf(key) {
  const { set } = {
    set(replacement) {
      if (Object.isFrozen(this)) throw new TypeError(`'${key}' is read-only`);
      Object.defineProperty(this, key, { value: replacement, writable: true, enumerable: true, configurable: true });
    },
  };
  return set;
}
