// No way from a string to code: eval is gone and every function constructor refuses.

const refuseCode = () => {
  throw new EvalError('code cannot be made from text in a workflow script');
};
const { EvalError } = globalThis;

define(globalThis, 'eval', function () {
  refuseCode();
});
define(globalThis.eval, 'name', 'eval');

const functionKinds = [function () {}, function* () {}, async function () {}, async function* () {}].map((sample) =>
  Object.getPrototypeOf(sample),
);

for (const prototype of functionKinds) {
  const name = prototype.constructor.name;
  const constructor = function () {
    refuseCode();
  };
  define(constructor, 'name', name);
  Object.defineProperty(constructor, 'prototype', { value: prototype, writable: false });
  Object.defineProperty(prototype, 'constructor', { value: constructor, writable: false, configurable: true });
  if (prototype === Function.prototype) define(globalThis, 'Function', constructor);
}

for (const name of [
  'SharedArrayBuffer',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
  'InternalError',
  'performance',
  'navigator',
  'queueMicrotask',
]) {
  delete globalThis[name];
}
