// Without a clock and without chance, whatever the path to them (I2). Dates from given numbers and texts work, in UTC.

const banned = (what) =>
  new Error(
    `${what} is not available: workflow scripts must be deterministic. Pass timestamps or seeds through args, or stamp results after the run.`,
  );

function SafeDate(...parts) {
  if (new.target === undefined) throw banned('Date()');
  if (parts.length === 0) throw banned('new Date() without arguments');
  return Reflect.construct(Date, parts, new.target);
}
define(SafeDate, 'name', 'Date');
define(SafeDate, 'length', 7);
define(SafeDate, 'parse', Date.parse);
define(SafeDate, 'UTC', Date.UTC);
provide(SafeDate, 'now', () => {
  throw banned('Date.now()');
});
Object.defineProperty(SafeDate, 'prototype', { value: Date.prototype, writable: false });
define(Date.prototype, 'constructor', SafeDate);
define(globalThis, 'Date', SafeDate);

provide(Math, 'random', () => {
  throw banned('Math.random()');
});

/** A property like those of built-ins: hidden from enumeration, writable until everything is frozen. */
function define(holder, key, value) {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: false, configurable: true });
}

/** The same for a function, which gets its name: the build shortens those that are written here. */
function provide(holder, key, value) {
  Object.defineProperty(value, 'name', { value: key });
  define(holder, key, value);
}
